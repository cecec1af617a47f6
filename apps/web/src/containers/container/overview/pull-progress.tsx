import { Button, Group, Paper, Progress, Stack, Text, Title } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { Container, LayerProgress } from '@berth/contract'
import { useTranslation } from 'react-i18next'
import { appearanceOf, isBusy, layerPart, overallProgress, shortImage } from '../../shared/container-state.ts'
import { secondsUntil } from '../../shared/format.ts'
import { formatBytes } from '../../../ui/format.ts'
import { useContainerActions } from '../../shared/use-container-actions.ts'
import { useNow } from '../../shared/use-now.ts'

/** What is being done to the container: its place in the queue, the image layer by layer, and a way to call it off. */
export function PullProgress({ container }: { container: Container }) {
  const { t } = useTranslation('containers')
  const { act } = useContainerActions(container)
  if (!isBusy(container)) return null
  const appearance = appearanceOf(container)
  const { progress } = container
  const cancellable = container.startedAt === undefined && appearance !== 'removing'
  return (
    <Paper
      withBorder
      p="md"
      radius="md"
      component="section"
      aria-label={t('progress.title')}
      data-testid="progress"
    >
      <Stack gap="sm">
        <Group justify="space-between">
          <div role="status">
            <Title order={2} size="h4">
              {t(`progress.stage.${appearance}`, { image: shortImage(container.image) })}
            </Title>
            {progress?.place !== undefined && (
              <Text size="sm">{t('progress.place', { place: progress.place })}</Text>
            )}
          </div>
          {cancellable && (
            <Button
              variant="default"
              leftSection={<IconX size={16} aria-hidden />}
              onClick={() => act('delete')}
              data-testid="cancel-creation"
            >
              {t('progress.cancel')}
            </Button>
          )}
        </Group>
        {progress?.retryAt !== undefined && <Retry at={progress.retryAt} />}
        {progress?.layers !== undefined && progress.layers.length > 0 && <Layers layers={progress.layers} />}
        {cancellable && (
          <Text size="sm" c="dimmed">
            {t('progress.may-leave')}
          </Text>
        )}
      </Stack>
    </Paper>
  )
}

function Retry({ at }: { at: string }) {
  const { t } = useTranslation('containers')
  const seconds = secondsUntil(at, useNow(1_000))
  return (
    <Text size="sm">{seconds > 0 ? t('progress.retry', { count: seconds }) : t('progress.retry-now')}</Text>
  )
}

function Layers({ layers }: { layers: readonly LayerProgress[] }) {
  const { t } = useTranslation('containers')
  const { percent, done, total } = overallProgress(layers)
  return (
    <Stack gap="xs">
      <Group gap="sm" wrap="nowrap">
        <Progress value={percent} size="lg" style={{ flex: 1 }} aria-label={t('progress.pulling')} />
        <Text size="sm">{percent}%</Text>
      </Group>
      <Text size="sm" c="dimmed">
        {t('progress.layers', { done, total })}
      </Text>
      <Stack gap={6} component="ul" style={{ listStyle: 'none', margin: 0, padding: 0 }}>
        {layers.map((layer) => (
          <Group key={layer.id} component="li" gap="sm" wrap="nowrap">
            <Text size="xs" ff="monospace" w={100} truncate visibleFrom="sm">
              {layer.id.slice(0, 12)}
            </Text>
            <Progress
              value={layerPart(layer) * 100}
              color={layer.status === 'done' ? 'green' : 'blue'}
              style={{ flex: 1 }}
              aria-label={t('progress.layer', { id: layer.id.slice(0, 12) })}
            />
            <Text size="xs" c="dimmed" miw={{ base: 170, sm: 200 }} ta="right">
              {t(`layer.${layer.status}`)}
              {layer.total > 0 &&
                layer.status !== 'done' &&
                ` ${formatBytes(layer.current)} / ${formatBytes(layer.total)}`}
            </Text>
          </Group>
        ))}
      </Stack>
    </Stack>
  )
}
