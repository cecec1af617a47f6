import { Alert, Group, Text } from '@mantine/core'
import type { Container } from '@berth/contract'
import { useDeferredValue } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '../../../ui/problem.tsx'
import type { StreamState } from '../../../ui/use-stream.ts'
import { LogScreen } from '../../../ui/log/log-screen.tsx'
import { lineCount, type LogBuffer } from '../../../ui/log/log-buffer.ts'
import { countMatches, type LogView } from '../../../ui/log/log-view.ts'
import { LogsTakeAlong, LogsToolbar } from './logs-toolbar.tsx'
import { useLogs } from './use-logs.ts'

/** The log with its tools. */
export function LogsPanel(props: { container: Container; view: LogView; onView: (view: LogView) => void }) {
  const { container, view, onView } = props
  const { logs, state } = useLogs(container, view.follow, view.tail)
  const search = useDeferredValue(view.search.trim())
  const { t } = useTranslation('containers')
  return (
    <>
      <LogsToolbar view={view} onView={onView} />
      {state.kind === 'failed' && <Problem error={state.error} />}
      <Group justify="space-between">
        <Status logs={logs} state={state} search={search} />
        <LogsTakeAlong container={container} view={view} logs={logs} />
      </Group>
      <LogScreen logs={logs} view={view} search={search} label={t('tab.logs')} />
    </>
  )
}

function Status({ logs, state, search }: { logs: LogBuffer; state: StreamState; search: string }) {
  const { t } = useTranslation('containers')
  const found = countMatches(logs.blocks, search)
  return (
    <Group gap="md" role="status">
      {state.kind === 'retrying' && (
        <Alert color="yellow" p="xs">
          {t('stream.retrying')}
        </Alert>
      )}
      <Text size="sm" c="dimmed">
        {t('logs.lines', { count: lineCount(logs) })}
        {logs.dropped > 0 && ` ${t('logs.dropped', { count: logs.dropped })}`}
        {search !== '' && ` ${t('logs.found', { count: found })}`}
        {state.kind === 'ended' && ` ${t('logs.ended')}`}
      </Text>
    </Group>
  )
}
