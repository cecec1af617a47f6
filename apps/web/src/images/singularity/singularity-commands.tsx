import { Stack, Text } from '@mantine/core'
import type { SingularityFile } from '@berth/contract'
import { useTranslation } from 'react-i18next'
import { CommandLine } from '../../ui/command-line.tsx'
import type { SingularitySource } from './singularity-source.ts'

/** What is typed to copy the file to a server and to use it there. */
export function SingularityCommands({ image, file }: { image: SingularitySource; file: SingularityFile }) {
  const { t } = useTranslation('images')
  const commands = [
    ['copy', `scp ${file.name} ${t('singularity.server')}:`],
    ['pull', `berth pull --singularity ${image.reference}`],
    ['run', `apptainer run ${file.name}`],
    ['exec', `apptainer exec ${file.name} ${t('singularity.command')}`],
    ['shell', `apptainer shell ${file.name}`],
    ['gpu', `apptainer run --nv ${file.name}`],
  ] as const
  return (
    <Stack gap="sm">
      {commands.map(([name, text]) => (
        <div key={name}>
          <Text size="sm" mb={4}>
            {t(`singularity.${name}`)}
          </Text>
          <CommandLine text={text} label={`${t('singularity.copy-command')}: ${t(`singularity.${name}`)}`} />
        </div>
      ))}
    </Stack>
  )
}
