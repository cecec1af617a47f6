import { ActionIcon, Button, Group, Paper, Progress, Stack, Text, Tooltip } from '@mantine/core'
import { IconCheck, IconRefresh, IconX } from '@tabler/icons-react'
import { explain } from '@berth/contract'
import { useTranslation } from 'react-i18next'
import { formatBytes } from '../../../ui/format.ts'
import classes from '../../shared/containers.module.css'
import { languageOf } from '../../shared/use-reason.ts'
import files from './files.module.css'
import { summarize, worthShowing } from './upload-summary.ts'
import type { Upload, UploadQueue } from './upload-queue.ts'

/** What is on its way into the container: all together and file by file. */
export function UploadList({ queue, uploads }: { queue: UploadQueue; uploads: readonly Upload[] }) {
  const { t } = useTranslation('containers')
  if (uploads.length === 0) return null
  const { percent, done, failed, unfinished } = summarize(uploads)
  const { rows, hidden } = worthShowing(uploads)
  const failedOnes = uploads.filter(({ status }) => status === 'failed').map(({ number }) => number)
  return (
    <Paper
      withBorder
      p="sm"
      radius="md"
      component="section"
      aria-label={t('upload.title')}
      data-testid="uploads"
    >
      <Stack gap="xs">
        <Group justify="space-between">
          <Text fw={600} role="status">
            {t('upload.summary', { done, total: uploads.length })}
            {failed > 0 && ` · ${t('upload.failed-count', { count: failed })}`}
          </Text>
          <Group gap="xs">
            {failedOnes.length > 0 && (
              <Button size="compact-sm" variant="default" onClick={() => queue.retry(failedOnes)}>
                {t('upload.retry-all')}
              </Button>
            )}
            {unfinished.length > 0 ? (
              <Button size="compact-sm" variant="default" onClick={() => queue.cancel(unfinished)}>
                {t('upload.cancel-all')}
              </Button>
            ) : (
              <Button size="compact-sm" variant="default" onClick={() => queue.clear()}>
                {t('upload.clear')}
              </Button>
            )}
          </Group>
        </Group>
        <Progress value={percent} color={failed > 0 ? 'red' : 'blue'} aria-label={t('upload.title')} />
        <ul className={files['uploads']} tabIndex={0} aria-label={t('upload.title')}>
          {rows.map((upload) => (
            <UploadRow key={upload.number} upload={upload} queue={queue} />
          ))}
        </ul>
        {hidden > 0 && (
          <Text size="sm" c="dimmed">
            {t('upload.hidden', { count: hidden })}
          </Text>
        )}
      </Stack>
    </Paper>
  )
}

function UploadRow({ upload, queue }: { upload: Upload; queue: UploadQueue }) {
  const { t } = useTranslation('containers')
  const { number, path, size, sent, status } = upload
  const over = status === 'failed' || status === 'cancelled'
  return (
    <Group component="li" gap="sm" py={4} data-status={status}>
      <Text size="sm" flex="1 1 10rem" miw={0} className={classes['breakable'] ?? ''}>
        {path}
      </Text>
      <UploadStatusText upload={upload} />
      {status === 'sending' && (
        <Progress
          w={90}
          value={size === 0 ? 0 : (100 * sent) / size}
          aria-label={t('upload.progress', { name: path })}
        />
      )}
      <Text size="xs" c="dimmed" w={72} ta="right">
        {formatBytes(size)}
      </Text>
      {over && (
        <Tooltip label={t('upload.retry')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('upload.retry-of', { name: path })}
            onClick={() => queue.retry([number])}
          >
            <IconRefresh size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
      {!over && status !== 'done' && (
        <Tooltip label={t('upload.cancel')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('upload.cancel-of', { name: path })}
            onClick={() => queue.cancel([number])}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
      {status === 'done' && <IconCheck size={16} color="var(--mantine-color-green-text)" aria-hidden />}
    </Group>
  )
}

function UploadStatusText({ upload }: { upload: Upload }) {
  const { t, i18n } = useTranslation('containers')
  if (upload.status === 'failed' && upload.problem !== undefined) {
    const { title, detail } = explain(upload.problem.code, upload.problem.params, languageOf(i18n.language))
    return (
      <Text size="xs" c="red" flex="1 1 16rem">
        {title} {detail}
      </Text>
    )
  }
  return (
    <Text size="xs" c="dimmed">
      {t(`upload.status.${upload.status}`)}
    </Text>
  )
}
