import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { RememberedTerminal } from './remembered-terminals.ts'
import { TerminalConnection, type SessionStart, type TerminalStatus } from './terminal-connection.ts'
import type { TerminalScreen } from './terminal-screen.ts'
import type * as TerminalScreenModule from './terminal-screen.ts'
import { terminalThemes } from './xterm-theme.ts'

export interface TerminalTexts {
  readonly label: string
  /** Said in the screen when the terminal opens. */
  readonly greeting: string | undefined
  /** Said in the screen when its former shell could not be resumed. */
  readonly replacing: string
}

export interface UsedTerminal {
  readonly status: TerminalStatus
  readonly screen: TerminalScreen | undefined
  /** Opens it again, after its end. */
  readonly again: () => void
  /** Ends the shell, where there is a connection to say so. */
  readonly end: () => void
}

/**
 * A terminal in `place` for as long as the component lives: the screen is loaded when first needed, the
 * shell goes on when the component goes. `onSession` learns under which name it is resumed.
 */
export function useTerminal(
  place: React.RefObject<HTMLDivElement | null>,
  container: string,
  remembered: RememberedTerminal,
  texts: TerminalTexts,
  onSession: (session: string | undefined) => void,
): UsedTerminal {
  const [status, setStatus] = useState<TerminalStatus>({ kind: 'connecting' })
  const [screen, setScreen] = useState<TerminalScreen>()
  const scheme = useScheme(screen)
  const [round, setRound] = useState(0)
  const connection = useRef<TerminalConnection>(null)
  const nameSession = useEffectEvent(onSession)
  const begin = useEffectEvent((opened: OpenedTerminal) => {
    setScreen(opened.screen)
    connection.current = opened.connection
    opened.screen.terminal.focus()
  })
  const look = useEffectEvent(() => ({ scheme, ...texts, session: remembered.session }))
  const { attach } = remembered

  useEffect(() => {
    const element = place.current
    if (element === null) return
    let opened: OpenedTerminal | undefined
    let gone = false
    const show = ({ openTerminalScreen }: ScreenModule) => {
      if (gone) return
      opened = openTerminal({
        openScreen: (send) => openTerminalScreen(element, look().scheme, look().label, send),
        container,
        attach,
        session: look().session,
        textAt: (start) => textAt(start, look()),
        onStatus: setStatus,
        onSession: (name) => nameSession(name),
      })
      begin(opened)
    }
    void import('./terminal-screen.ts').then(show, () => setStatus({ kind: 'unloaded' }))
    return () => {
      gone = true
      opened?.connection.detach()
      opened?.screen.dispose()
    }
  }, [place, container, attach, round])

  const again = () => setRound((before) => before + 1)
  return { status, screen, again, end: () => connection.current?.close() }
}

/** The page's colours, also for a screen that is there already. */
function useScheme(screen: TerminalScreen | undefined): 'light' | 'dark' {
  const scheme = useComputedColorScheme('light')
  useEffect(() => {
    if (screen !== undefined) screen.terminal.options.theme = terminalThemes[scheme]
  }, [screen, scheme])
  return scheme
}

/** Has a screen's lines in the page for screen readers, or not. */
export function useReadOut(screen: TerminalScreen | undefined, readOut: boolean): void {
  useEffect(() => {
    if (screen !== undefined) screen.terminal.options.screenReaderMode = readOut
  }, [screen, readOut])
}

type ScreenModule = typeof TerminalScreenModule

function textAt(start: SessionStart, { greeting, replacing }: TerminalTexts): string | undefined {
  const texts = start === 'replacing' ? [replacing, greeting] : start === 'new' ? [greeting] : []
  const said = texts.filter((text) => text !== undefined)
  return said.length === 0 ? undefined : said.join('\r\n')
}

interface OpenedTerminal {
  readonly screen: TerminalScreen
  readonly connection: TerminalConnection
}

function openTerminal(options: {
  openScreen: (send: (bytes: Uint8Array) => void) => TerminalScreen
  container: string
  attach: boolean
  session: string | undefined
  textAt: (start: SessionStart) => string | undefined
  onStatus: (status: TerminalStatus) => void
  onSession: (session: string | undefined) => void
}): OpenedTerminal {
  const { openScreen, container, attach, session, textAt, onStatus, onSession } = options
  const screen = openScreen((bytes) => connection.send(bytes))
  const connection: TerminalConnection = new TerminalConnection({
    container,
    attach,
    session,
    size: () => ({ columns: screen.terminal.cols, rows: screen.terminal.rows }),
    onOutput: (bytes) => screen.write(bytes),
    onStatus,
    onSession(name, start) {
      if (start === 'resumed') screen.beginReplay()
      const text = textAt(start)
      if (text !== undefined) screen.announce(text)
      onSession(name)
    },
    onSessionOver: () => onSession(undefined),
  })
  screen.terminal.onResize(({ cols, rows }) => connection.resize(cols, rows))
  return { screen, connection }
}
