import { FitAddon } from '@xterm/addon-fit'
import { Unicode11Addon } from '@xterm/addon-unicode11'
import { WebLinksAddon } from '@xterm/addon-web-links'
import { Terminal, type ITerminalOptions } from '@xterm/xterm'
import '@xterm/xterm/css/xterm.css'
import { terminalThemes } from './xterm-theme.ts'

/** Bytes waiting to be drawn above which output is left out: a page never stalls behind `yes`. */
const backlog = 16 * 1024 * 1024

/** Out of a full-screen program's screen, mouse reports and bracketed pastes: who asked for them is gone. */
const modesOff = '\x1b[?1049;1000;1002;1003;1006;2004l\x1b[!p'

export interface TerminalScreen {
  readonly terminal: Terminal
  /** Draws output; `replay`: answers of the terminal itself (to queries in old output) are not sent. */
  write(bytes: Uint8Array): void
  /** Empties the screen for a replay of what the shell wrote before: its next output answers no queries. */
  beginReplay(): void
  /** Says something of the page's own, on a line of its own, whatever the last program left the screen in. */
  announce(text: string): void
  fit(): void
  paste(): Promise<void>
  copy(): Promise<boolean>
  dispose(): void
}

const look: ITerminalOptions = {
  allowProposedApi: true,
  fontFamily:
    "ui-monospace, 'SFMono-Regular', Menlo, Consolas, 'DejaVu Sans Mono', 'Noto Sans Mono CJK JP', 'BIZ UDGothic', 'MS Gothic', monospace",
  fontSize: 14,
  scrollback: 5_000,
  cursorBlink: true,
  minimumContrastRatio: 4.5,
  rightClickSelectsWord: false,
  screenReaderMode: false,
}

/** An xterm.js in a place of the page, which it fills; what is typed goes to `send`. */
export function openTerminalScreen(
  place: HTMLElement,
  scheme: 'light' | 'dark',
  label: string,
  send: (bytes: Uint8Array) => void,
): TerminalScreen {
  const terminal = new Terminal({ ...look, theme: terminalThemes[scheme] })
  const fitting = new FitAddon()
  terminal.loadAddon(fitting)
  terminal.loadAddon(new Unicode11Addon())
  terminal.unicode.activeVersion = '11'
  terminal.loadAddon(new WebLinksAddon((_, uri) => window.open(uri, '_blank', 'noopener,noreferrer')))
  terminal.open(place)
  terminal.textarea?.setAttribute('aria-label', label)
  const drawing = writer(terminal)
  const encoder = new TextEncoder()
  terminal.onData((data) => {
    if (!drawing.replaying()) send(encoder.encode(data))
  })
  terminal.onBinary((data) => send(Uint8Array.from(data, (char) => char.charCodeAt(0))))
  const fit = () => {
    if (place.clientWidth > 0 && place.clientHeight > 0) fitting.fit()
  }
  const observer = new ResizeObserver(fit)
  observer.observe(place)
  const clipboard = clipboardOf(terminal)
  const onContextMenu = (event: MouseEvent) => {
    event.preventDefault()
    void clipboard.paste()
  }
  place.addEventListener('contextmenu', onContextMenu)
  fit()
  return {
    terminal,
    ...drawing,
    ...clipboard,
    announce: (text) =>
      terminal.writeln(`${modesOff}${terminal.buffer.active.cursorX > 0 ? '\r\n' : ''}\x1b[2m${text}\x1b[0m`),
    fit,
    dispose() {
      observer.disconnect()
      place.removeEventListener('contextmenu', onContextMenu)
      terminal.dispose()
    },
  }
}

function writer(terminal: Terminal) {
  let waiting = 0
  let replay: 'no' | 'next' | 'drawing' = 'no'
  return {
    replaying: () => replay === 'drawing',
    beginReplay() {
      terminal.reset()
      replay = 'next'
    },
    write(bytes: Uint8Array) {
      if (waiting > backlog) return
      waiting += bytes.length
      const old = replay === 'next'
      if (old) replay = 'drawing'
      terminal.write(bytes, () => {
        waiting -= bytes.length
        if (old) replay = 'no'
      })
    },
  }
}

/** Copy and paste as terminals have them: Ctrl+Shift+C and V (on a Mac ⌘C and ⌘V work by themselves), selecting copies. */
function clipboardOf(terminal: Terminal) {
  const copy = async () => {
    const text = terminal.getSelection()
    if (text === '') return false
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    )
  }
  const paste = async () => {
    const text = await navigator.clipboard.readText().catch(() => '')
    if (text !== '') terminal.paste(text)
    terminal.focus()
  }
  terminal.onSelectionChange(() => void copy())
  terminal.attachCustomKeyEventHandler((event) => {
    if (event.type !== 'keydown' || !event.ctrlKey || !event.shiftKey || event.isComposing) return true
    if (event.code === 'KeyC') {
      event.preventDefault()
      void copy()
      return false
    }
    // The browser's own paste follows, which xterm.js takes: nobody is asked for the clipboard.
    return event.code !== 'KeyV'
  })
  return { copy, paste }
}
