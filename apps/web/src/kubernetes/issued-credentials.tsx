import { Alert, Button, Collapse, Group, Stack, Text } from '@mantine/core'
import { IconDownload, IconKey } from '@tabler/icons-react'
import type { consoleRoutes, ResponseOf } from '@berth/contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNow } from '../containers/shared/use-now.ts'
import { CommandLine } from '../ui/command-line.tsx'
import { formatTime } from '../ui/format.ts'
import { saveText } from '../ui/save-text.ts'
import { kubeconfigName } from './kubeconfig-name.ts'
import { timeLeft } from './time-left.ts'

/** A kubeconfig that was just issued: to be saved or copied, and how long it lasts. */
export function IssuedCredentials({
  issued,
}: {
  issued: ResponseOf<typeof consoleRoutes.tenantCredentials>
}) {
  const { t, i18n } = useTranslation('kubernetes')
  const [shown, setShown] = useState(false)
  const left = timeLeft(issued.expiresAt, useNow(1_000))
  if (left === null) return <Alert color="orange">{t('expired')}</Alert>
  return (
    <Alert color="teal" title={t('made.title')} icon={<IconKey aria-hidden />} data-testid="made-kubeconfig">
      <Stack gap="sm">
        <Text size="sm">{t('made.text')}</Text>
        <Group gap="lg">
          <Text size="sm">
            {t('namespace')}:{' '}
            <Text span ff="monospace">
              {issued.namespace}
            </Text>
          </Text>
          <Text size="sm" role="timer" title={formatTime(issued.expiresAt, i18n.language)}>
            {t('left', { time: left })}
          </Text>
        </Group>
        <Group gap="xs">
          <Button
            leftSection={<IconDownload size={18} aria-hidden />}
            onClick={() => saveText(kubeconfigName, [issued.kubeconfig])}
          >
            {t('download')}
          </Button>
          <Button variant="default" aria-expanded={shown} onClick={() => setShown(!shown)}>
            {shown ? t('hide') : t('show')}
          </Button>
        </Group>
        <Collapse expanded={shown}>
          <CommandLine text={issued.kubeconfig} />
        </Collapse>
      </Stack>
    </Alert>
  )
}
