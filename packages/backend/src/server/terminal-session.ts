import { finished } from 'node:stream/promises'
import type { TerminalStream } from '../port.ts'
import { createRingBuffer } from './ring-buffer.ts'

/** How much of the latest output a reconnection is shown again, in bytes. */
const replaySize = 256 * 1024

/** Where a terminal's output goes while somebody is connected. */
export interface TerminalConnection {
  /** Sends bytes; false: enough for now, until `drained` is called. */
  send(bytes: Uint8Array): boolean
  /** The process ended, after its last byte; null where its exit code cannot be told. */
  exited(exitCode: number | null): void
  failed(error: unknown): void
  /** Another connection took the terminal over, or it was ended. */
  dropped(): void
}

export interface TerminalSession {
  readonly id: string
  readonly container: string
  readonly connected: boolean
  write(bytes: Uint8Array): void
  resize(columns: number, rows: number): Promise<void>
  /** Sends what is kept of the output and then all that comes; an earlier connection is dropped. */
  connect(connection: TerminalConnection): void
  /** The connection is gone: the terminal waits for another. Nothing, if it is not the present one. */
  disconnect(connection: TerminalConnection): void
  /** The present connection can take bytes again. */
  drained(): void
  end(): void
}

interface SessionOptions {
  readonly id: string
  readonly container: string
  readonly terminal: TerminalStream
  /** Milliseconds that it waits without a connection. */
  readonly grace: number
  readonly onEnd: () => void
  readonly onError: (error: unknown) => void
}

/** One terminal that outlives its connections. Without one its output flows on, and the latest is kept. */
export function createTerminalSession(options: SessionOptions): TerminalSession {
  return new Session(options)
}

class Session implements TerminalSession {
  readonly id: string
  readonly container: string
  readonly #options: SessionOptions
  readonly #terminal: TerminalStream
  readonly #kept = createRingBuffer(replaySize)
  #connection: TerminalConnection | undefined
  #waiting: NodeJS.Timeout | undefined
  /** Once it has ended: how a connection is told. */
  #ended: ((connection: TerminalConnection) => void) | undefined

  constructor(options: SessionOptions) {
    this.id = options.id
    this.container = options.container
    this.#options = options
    this.#terminal = options.terminal
    this.#terminal.output.on('data', (bytes: Buffer) => {
      this.#kept.push(bytes)
      if (this.#connection && !this.#connection.send(bytes)) this.#terminal.output.pause()
    })
    void this.#watchEnd()
  }

  get connected(): boolean {
    return this.#connection !== undefined
  }

  write(bytes: Uint8Array): void {
    this.#terminal.write(bytes)
  }

  resize(columns: number, rows: number): Promise<void> {
    return this.#terminal.resize(columns, rows)
  }

  connect(next: TerminalConnection): void {
    clearTimeout(this.#waiting)
    this.#connection?.dropped()
    const kept = this.#kept.read()
    const ready = kept.length === 0 || next.send(kept)
    if (this.#ended) {
      this.#ended(next)
      return
    }
    this.#connection = next
    if (ready) this.#terminal.output.resume()
    else this.#terminal.output.pause()
  }

  disconnect(gone: TerminalConnection): void {
    if (this.#connection !== gone) return
    this.#connection = undefined
    this.#terminal.output.resume()
    this.#waiting = setTimeout(() => this.end(), this.#options.grace)
  }

  drained(): void {
    this.#terminal.output.resume()
  }

  end(): void {
    this.#finish((present) => present.dropped())
  }

  async #watchEnd(): Promise<void> {
    try {
      const ends = [this.#terminal.done, finished(this.#terminal.output, { writable: false })] as const
      const [exitCode] = await Promise.all(ends)
      this.#finish((present) => present.exited(exitCode))
    } catch (error) {
      if (!this.#ended) this.#options.onError(error)
      this.#finish((present) => present.failed(error))
    }
  }

  #finish(tell: (connection: TerminalConnection) => void): void {
    if (this.#ended) return
    this.#ended = tell
    clearTimeout(this.#waiting)
    this.#options.onEnd()
    if (this.#connection) tell(this.#connection)
    this.#connection = undefined
    this.#terminal.close()
  }
}
