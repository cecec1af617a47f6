import { Group, Progress, Stack, Text } from '@mantine/core'
import type { Container } from '@berth/contract'
import { useTranslation } from 'react-i18next'
import { overallProgress } from './container-state.ts'
import { secondsUntil } from './format.ts'
import { useReason } from './use-reason.ts'
import { useNow } from './use-now.ts'

/** One or two lines under the badge: place in the queue, layers pulled, what it waits for and when it is tried again. */
export function ProgressLine({ container }: { container: Container }) {
  const { t } = useTranslation('containers')
  const reason = useReason(container)
  const { progress } = container
  if (progress === undefined) {
    return container.state === 'failed' && reason !== undefined ? (
      <Text size="xs" c="dimmed" lineClamp={2}>
        {reason.title}
      </Text>
    ) : null
  }
  return (
    <Stack gap={2} data-testid="container-progress">
      {progress.place !== undefined && (
        <Text size="xs">{t('progress.place', { place: progress.place })}</Text>
      )}
      {reason !== undefined && (
        <Text size="xs" c="dimmed" lineClamp={2}>
          {reason.title}
        </Text>
      )}
      {progress.retryAt !== undefined && <RetryCountdown at={progress.retryAt} />}
      {progress.layers !== undefined && progress.layers.length > 0 && <LayersBar layers={progress.layers} />}
    </Stack>
  )
}

function RetryCountdown({ at }: { at: string }) {
  const { t } = useTranslation('containers')
  const seconds = secondsUntil(at, useNow(1_000))
  return (
    <Text size="xs" c="dimmed">
      {seconds > 0 ? t('progress.retry', { count: seconds }) : t('progress.retry-now')}
    </Text>
  )
}

function LayersBar({ layers }: { layers: NonNullable<NonNullable<Container['progress']>['layers']> }) {
  const { t } = useTranslation('containers')
  const { percent, done, total } = overallProgress(layers)
  return (
    <Group gap="xs" wrap="nowrap">
      <Progress value={percent} w={110} aria-label={t('progress.pulling')} animated={percent < 100} />
      <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
        {percent}% ({t('progress.layers', { done, total })})
      </Text>
    </Group>
  )
}
