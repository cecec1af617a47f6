import { Button, Group, NativeSelect, Switch, TextInput } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { IconCheck, IconCopy, IconDownload, IconSearch } from '@tabler/icons-react'
import type { Container } from '@berth/contract'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNotifyProblem } from '../../../ui/notify.tsx'
import { plainText } from '../../../ui/log/ansi.ts'
import { linesOf, type LogBuffer } from '../../../ui/log/log-buffer.ts'
import { matches, type LogView } from '../../../ui/log/log-view.ts'
import { lineText, saveLogs } from './save-logs.ts'

const tails = [100, 1_000, 5_000, 20_000]

/** Search, and how the log is shown. */
export function LogsToolbar({ view, onView }: { view: LogView; onView: (view: LogView) => void }) {
  const { t } = useTranslation('containers')
  const flag = (name: 'follow' | 'timestamps' | 'wrap' | 'matchesOnly') => (
    <Switch
      label={t(`logs.${name}`)}
      checked={view[name]}
      onChange={(event) => onView({ ...view, [name]: event.currentTarget.checked })}
    />
  )
  return (
    <Group gap="md">
      <TextInput
        aria-label={t('logs.search')}
        placeholder={t('logs.search')}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={view.search}
        onChange={(event) => onView({ ...view, search: event.currentTarget.value })}
        style={{ flex: '1 1 12rem', maxWidth: '20rem' }}
      />
      {flag('matchesOnly')}
      {flag('follow')}
      {flag('timestamps')}
      {flag('wrap')}
      <NativeSelect
        aria-label={t('logs.tail')}
        value={view.tail}
        onChange={(event) => onView({ ...view, tail: Number(event.currentTarget.value) })}
        data={tails.map((count) => ({ value: String(count), label: t('logs.last', { count }) }))}
      />
    </Group>
  )
}

/** Copies what is shown, saves the whole log. */
export function LogsTakeAlong({
  container,
  view,
  logs,
}: {
  container: Container
  view: LogView
  logs: LogBuffer
}) {
  const { t } = useTranslation('containers')
  const notify = useNotifyProblem()
  const clipboard = useClipboard()
  const saving = useMutation({
    mutationFn: () => saveLogs(container.id, container.name, view.timestamps),
    onError: notify,
  })
  const search = view.search.trim()
  const shown = () =>
    linesOf(logs)
      .filter((line) => !view.matchesOnly || search === '' || matches(plainText(line.text), search))
      .map((line) => lineText(line, view.timestamps))
      .join('\n')
  return (
    <Group gap="xs">
      <Button
        variant="default"
        size="xs"
        leftSection={
          clipboard.copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />
        }
        onClick={() => clipboard.copy(shown())}
      >
        {t(clipboard.copied ? 'overview.copied' : 'logs.copy')}
      </Button>
      <Button
        variant="default"
        size="xs"
        loading={saving.isPending}
        leftSection={<IconDownload size={14} aria-hidden />}
        onClick={() => saving.mutate()}
      >
        {t('logs.save')}
      </Button>
    </Group>
  )
}
