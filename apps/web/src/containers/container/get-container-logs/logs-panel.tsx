import { Alert, Button, Group, Text } from '@mantine/core'
import { IconArrowDown } from '@tabler/icons-react'
import type { Container } from '@berth/contract'
import { useDeferredValue } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '../../../ui/problem.tsx'
import type { StreamState } from '../../shared/use-stream.ts'
import { LogBlockView } from './log-block.tsx'
import { lineCount, type LogBuffer } from './log-buffer.ts'
import { countMatches, type LogView } from './log-view.ts'
import { LogsTakeAlong, LogsToolbar } from './logs-toolbar.tsx'
import classes from './logs.module.css'
import { useLogs } from './use-logs.ts'
import { useStickToEnd } from './use-stick-to-end.ts'

/** The log with its tools. */
export function LogsPanel(props: { container: Container; view: LogView; onView: (view: LogView) => void }) {
  const { container, view, onView } = props
  const { logs, state } = useLogs(container, view.follow, view.tail)
  const search = useDeferredValue(view.search.trim())
  return (
    <>
      <LogsToolbar view={view} onView={onView} />
      {state.kind === 'failed' && <Problem error={state.error} />}
      <Group justify="space-between">
        <Status logs={logs} state={state} search={search} />
        <LogsTakeAlong container={container} view={view} logs={logs} />
      </Group>
      <LogScreen logs={logs} view={view} search={search} />
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

function LogScreen({ logs, view, search }: { logs: LogBuffer; view: LogView; search: string }) {
  const { t } = useTranslation('containers')
  const { area, content, atEnd, onScroll, toEnd } = useStickToEnd()
  return (
    <div className={classes['area']}>
      <div
        ref={area}
        className={classes['screen']}
        data-wrap={view.wrap || undefined}
        data-testid="logs"
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label={t('tab.logs')}
        onScroll={onScroll}
      >
        <div ref={content}>
          {logs.blocks.length === 0 && <Text c="dimmed">{t('logs.empty')}</Text>}
          {logs.blocks.map((block) => (
            <LogBlockView
              key={block.number}
              block={block}
              search={search}
              matchesOnly={view.matchesOnly}
              timestamps={view.timestamps}
            />
          ))}
        </div>
      </div>
      {!atEnd && (
        <Button
          className={classes['to-end'] ?? ''}
          size="compact-sm"
          leftSection={<IconArrowDown size={14} aria-hidden />}
          onClick={toEnd}
        >
          {t('logs.to-end')}
        </Button>
      )}
    </div>
  )
}
