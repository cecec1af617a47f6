import { Card, Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { AnchorLink } from '../../containers/shared/links.tsx'
import { CommandLine } from '../../ui/command-line.tsx'

const commands = 'git add Dockerfile .gitlab-ci.yml\ngit commit -m "Build with Berth"\ngit push'

/** Step 3: push, and where the image then is. */
export function PushStep() {
  const { t } = useTranslation('gitlab')
  return (
    <Card withBorder component="section">
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t('step3')}
        </Title>
        <CommandLine text={commands} />
        <Text size="sm">
          {t('step3.text')} <AnchorLink to="/images">{t('step3.images')}</AnchorLink>
        </Text>
        <Text size="sm" c="dimmed">
          {t('step3.limits')}
        </Text>
      </Stack>
    </Card>
  )
}
