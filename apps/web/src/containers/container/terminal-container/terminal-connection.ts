import {
  consoleRoutes,
  terminalClose,
  terminalNotice,
  type ErrorCode,
  type Problem,
  type TerminalNotice,
  type TerminalRequest,
} from '@berth/contract'
import { terminalUrl } from '@berth/client/terminal'

export type TerminalStatus =
  | { readonly kind: 'connecting' | 'open' | 'reconnecting' | 'elsewhere' | 'unloaded' }
  | { readonly kind: 'exited'; readonly exitCode: number | null }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly params: Problem['params'] }

/** How a session came about: `replacing` stands for one that could not be resumed, `resumed` is followed by what is kept of its output. */
export type SessionStart = 'new' | 'replacing' | 'resumed'

export interface TerminalOptions {
  readonly container: string
  readonly attach: boolean
  readonly session: string | undefined
  /** Present size of the screen. */
  size(): { columns: number; rows: number }
  onOutput(bytes: Uint8Array): void
  onStatus(status: TerminalStatus): void
  /** The name under which this terminal is resumed. */
  onSession(session: string, start: SessionStart): void
  /** Nothing is left to be resumed. */
  onSessionOver(): void
}

/** Milliseconds: longest wait between attempts, how often a silent connection is tried, how long an answer may take. */
const longestWait = 5_000
const pingEvery = 20_000
const pongWithin = 10_000
/** Bytes of one message: a long paste goes in portions. */
const portion = 32_768

/** Milliseconds before attempt number `attempt` (0 is the first again): 0.25, 0.5, 1, 2, 4, 5, 5 … seconds. */
export const reconnectDelay = (attempt: number): number => Math.min(longestWait, 250 * 2 ** attempt)

/** Splits bytes into messages of a bounded size. */
export function portionsOf(bytes: Uint8Array, size = portion): Uint8Array<ArrayBuffer>[] {
  const portions: Uint8Array<ArrayBuffer>[] = []
  for (let at = 0; at < bytes.length; at += size) portions.push(bytes.slice(at, at + size))
  return portions
}

/**
 * One terminal over as many WebSockets as it takes: it reconnects by itself and resumes its session.
 * What is typed while there is no connection is lost, as it would be at a dead terminal.
 */
export class TerminalConnection {
  private readonly options: TerminalOptions
  private session: string | undefined
  private socket: WebSocket | undefined
  private replacing = false
  private attempt = 0
  private finished = false
  private retryTimer: ReturnType<typeof setTimeout> | undefined
  private pingTimer: ReturnType<typeof setTimeout> | undefined
  private readonly online = () => this.connectNow()

  constructor(options: TerminalOptions) {
    this.options = options
    this.session = options.session
    globalThis.addEventListener('online', this.online)
    this.connect()
  }

  /** Sends what was typed. */
  send(bytes: Uint8Array): void {
    if (this.socket?.readyState !== WebSocket.OPEN) return
    for (const part of portionsOf(bytes)) this.socket.send(part)
  }

  resize(columns: number, rows: number): void {
    this.request({ type: 'resize', columns, rows })
  }

  /** Leaves the shell running for a later resumption. */
  detach(): void {
    this.finish()
    this.socket?.close(terminalClose.normal)
  }

  /** Ends the shell: the user is done with it. */
  close(): void {
    this.request({ type: 'close' })
    this.detach()
  }

  private request(request: TerminalRequest): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(request))
  }

  private connectNow(): void {
    if (this.finished || this.socket?.readyState === WebSocket.OPEN) return
    this.attempt = 0
    this.connect()
  }

  private connect(): void {
    clearTimeout(this.retryTimer)
    const { container, attach } = this.options
    const socket = new WebSocket(
      terminalUrl(location.origin, consoleRoutes.terminalContainer, {
        params: { id: container },
        query: {
          ...this.options.size(),
          ...(attach ? { attach: '1' } : {}),
          ...(this.session === undefined ? {} : { session: this.session }),
        },
      }),
    )
    socket.binaryType = 'arraybuffer'
    this.socket = socket
    this.options.onStatus({ kind: this.attempt === 0 ? 'connecting' : 'reconnecting' })
    socket.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (this.socket !== socket) return
      this.watch()
      if (event.data instanceof ArrayBuffer) this.options.onOutput(new Uint8Array(event.data))
      else if (typeof event.data === 'string') this.obey(event.data)
    })
    socket.addEventListener('close', (event) => {
      if (this.socket === socket) this.lost(event.code)
    })
  }

  private obey(text: string): void {
    const notice = parseNotice(text)
    if (notice?.type === 'session') {
      this.session = notice.session
      this.attempt = 0
      this.options.onSession(notice.session, this.startOf(notice.resumed))
      this.replacing = false
      this.options.onStatus({ kind: 'open' })
      const { columns, rows } = this.options.size()
      this.resize(columns, rows)
    } else if (notice?.type === 'exit') {
      this.end({ kind: 'exited', exitCode: notice.exitCode })
    } else if (notice?.type === 'error') {
      this.failed(notice.problem)
    }
  }

  private startOf(resumed: boolean): SessionStart {
    if (resumed) return 'resumed'
    return this.replacing ? 'replacing' : 'new'
  }

  private failed({ code, params }: Problem): void {
    if (code === 'terminal-session-unknown' && this.session !== undefined) {
      this.session = undefined
      this.replacing = true
      this.options.onSessionOver()
      this.connect()
    } else if (code !== 'terminal-message-invalid') {
      this.end({ kind: 'failed', code, params })
    }
  }

  private lost(code: number): void {
    clearTimeout(this.pingTimer)
    if (this.finished) return
    if (code === terminalClose.ended) {
      this.end({ kind: 'elsewhere' })
      return
    }
    this.options.onStatus({ kind: 'reconnecting' })
    this.retryTimer = setTimeout(() => this.connect(), reconnectDelay(this.attempt))
    this.attempt += 1
  }

  /** After a silence asks for a sign of life; a connection that gives none is dead, whatever it says itself. */
  private watch(): void {
    clearTimeout(this.pingTimer)
    this.pingTimer = setTimeout(() => {
      this.request({ type: 'ping' })
      this.pingTimer = setTimeout(() => {
        const dead = this.socket
        this.socket = undefined
        dead?.close()
        this.lost(terminalClose.goingAway)
      }, pongWithin)
    }, pingEvery)
  }

  private end(status: TerminalStatus): void {
    this.finish()
    if (status.kind === 'exited') this.options.onSessionOver()
    this.options.onStatus(status)
  }

  private finish(): void {
    this.finished = true
    clearTimeout(this.retryTimer)
    clearTimeout(this.pingTimer)
    globalThis.removeEventListener('online', this.online)
  }
}

function parseNotice(text: string): TerminalNotice | undefined {
  try {
    return terminalNotice.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
