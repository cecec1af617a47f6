import { Button, Text } from '@mantine/core'
import { IconArrowDown } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { LogBlockView } from './log-block.tsx'
import type { LogBuffer } from './log-buffer.ts'
import type { LogView } from './log-view.ts'
import classes from './log.module.css'
import { useStickToEnd } from './use-stick-to-end.ts'

/** Lines of a log in their colours; it stays at its end unless its reader scrolls up. */
export function LogScreen(props: {
  logs: LogBuffer
  view: Pick<LogView, 'wrap' | 'matchesOnly' | 'timestamps'>
  search: string
  label: string
}) {
  const { logs, view, search, label } = props
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
        aria-label={label}
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
