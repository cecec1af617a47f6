import { Anchor, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { CommandLine } from './command-line.tsx'

/** Where the console hands out the command as one file. */
const program = '/cli/berth.cjs'

/** The commands from nothing to a shell in a container, for this very console. */
export function CliSetup() {
  const { t } = useTranslation()
  const get = `curl -fsSL ${location.origin}${program} -o ~/.local/bin/berth`
  return (
    <Stack gap="sm">
      <Text size="sm">
        {t('cli.get')}{' '}
        <Anchor href={program} download="berth" inherit underline="always">
          {t('cli.file')}
        </Anchor>
      </Text>
      <CommandLine text={`mkdir -p ~/.local/bin && ${get} && chmod +x ~/.local/bin/berth`} />
      <CommandLine
        text={[
          `berth login ${location.origin}`,
          'berth run welcome --name web -p 8080',
          'berth exec web',
          'berth cp report.txt web:/root/',
          'berth --help',
        ].join('\n')}
      />
    </Stack>
  )
}
