import { ActionIcon, Button, Group, Text, Tooltip } from '@mantine/core'
import { IconClipboard, IconCopy, IconRefresh } from '@tabler/icons-react'
import { explain } from '@berth/contract'
import { useEffect, useEffectEvent, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { languageOf } from '../../shared/use-reason.ts'
import type { RememberedTerminal } from './remembered-terminals.ts'
import type { TerminalStatus } from './terminal-connection.ts'
import classes from './terminal.module.css'
import { useReadOut, useTerminal } from './use-terminal.ts'

export interface TerminalPaneProps {
  readonly container: string
  readonly terminal: RememberedTerminal
  readonly active: boolean
  /** Whether a screen reader is told what appears, which costs time for each line. */
  readonly readOut: boolean
  readonly onSession: (session: string | undefined) => void
  /** Takes the function that ends this terminal's shell. */
  readonly onEnd: (end: () => void) => void
}

/** One terminal: the screen, copy and paste for those without a keyboard, and what became of it. */
export function TerminalPane({ container, terminal, active, readOut, onSession, onEnd }: TerminalPaneProps) {
  const { t } = useTranslation('containers')
  const place = useRef<HTMLDivElement>(null)
  const label = t('terminal.label', { number: terminal.number })
  const greeting = terminal.attach ? t('terminal.attached') : undefined
  const { status, screen, again, end } = useTerminal(
    place,
    container,
    terminal,
    { label, greeting, replacing: t('terminal.replaced') },
    onSession,
  )
  useReadOut(screen, readOut)
  const offer = useEffectEvent(() => onEnd(end))
  useEffect(() => {
    offer()
    if (!active || screen === undefined) return
    screen.fit()
    screen.terminal.focus()
  }, [active, screen])
  return (
    <div className={classes['pane']} hidden={!active} data-testid="terminal" data-status={status.kind}>
      <div ref={place} className={classes['screen']} />
      <StatusBar status={status} onAgain={again} />
      <Group gap={4} className={classes['clipboard'] ?? ''}>
        <Tooltip label={t('terminal.copy')}>
          <ActionIcon
            variant="default"
            size="sm"
            aria-label={t('terminal.copy')}
            onClick={() => void screen?.copy().then(() => screen.terminal.focus())}
          >
            <IconCopy size={14} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t('terminal.paste')}>
          <ActionIcon
            variant="default"
            size="sm"
            aria-label={t('terminal.paste')}
            onClick={() => void screen?.paste()}
          >
            <IconClipboard size={14} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Group>
    </div>
  )
}

function StatusBar({ status, onAgain }: { status: TerminalStatus; onAgain: () => void }) {
  const { t } = useTranslation('containers')
  const text = useStatusText(status)
  const over = ['exited', 'failed', 'elsewhere', 'unloaded'].includes(status.kind)
  return (
    <div role="status" className={classes['status']} data-kind={status.kind}>
      {text !== undefined && <Text size="sm">{text}</Text>}
      {over && (
        <Button
          size="compact-sm"
          variant="white"
          leftSection={<IconRefresh size={14} aria-hidden />}
          onClick={onAgain}
        >
          {t(status.kind === 'elsewhere' ? 'terminal.take-over' : 'terminal.again')}
        </Button>
      )}
    </div>
  )
}

function useStatusText(status: TerminalStatus): string | undefined {
  const { t, i18n } = useTranslation('containers')
  switch (status.kind) {
    case 'open':
      return undefined
    case 'exited':
      return status.exitCode === null
        ? t('terminal.exited')
        : t('terminal.exited-code', { code: status.exitCode })
    case 'failed': {
      const { title, detail } = explain(status.code, status.params, languageOf(i18n.language))
      return `${title} – ${detail}`
    }
    default:
      return t(`terminal.${status.kind}`)
  }
}
