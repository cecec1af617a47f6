import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { ConnectionError, UnexpectedAnswerError } from '@berth/client'
import { openTerminal } from '@berth/client/node'
import {
  BerthError,
  consoleRoutes,
  problemSchema,
  terminalNotice,
  type TerminalRequest,
} from '@berth/contract'
import type { Context, Server } from '../context.ts'
import { exitCodes } from '../errors.ts'

type Socket = ReturnType<typeof openTerminal>

/** What one terminal remembers from one connection to the next. */
interface Terminal {
  session: string | undefined
  exitCode: number | undefined
  failure: Error | undefined
  readonly attach: boolean
  /** Typed once the shell is there. */
  firstInput: string | undefined
}

const reconnections = 30
const reconnectAfter = 1_000

/**
 * Makes this terminal one in the container until its shell ends: gives the shell's exit code. A broken connection is
 * made again for 30 s, with the same shell. `command` replaces the shell. Throws BerthError, ConnectionError.
 */
export async function terminalContainer(
  context: Context,
  server: Server,
  id: string,
  command: readonly string[],
  attach: boolean,
): Promise<number> {
  const terminal: Terminal = {
    session: undefined,
    exitCode: undefined,
    failure: undefined,
    attach,
    firstInput: command.length === 0 ? undefined : `exec ${command.map(quote).join(' ')}\r`,
  }
  for (let attempt = 0; attempt <= reconnections; attempt += 1) {
    if (attempt > 0) await delay(reconnectAfter)
    const reached = await connectOnce(server, id, terminal)
    if (terminal.failure !== undefined) throw terminal.failure
    if (terminal.exitCode !== undefined) return terminal.exitCode
    if (terminal.session === undefined) break
    if (reached) {
      attempt = 0
      context.tell(context.messages.said.reconnecting)
    }
  }
  throw new ConnectionError(server.url, new Error('terminal'))
}

/** For a POSIX shell: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02_02 */
export const quote = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`

/** One connection from its opening to its close: whether it opened. What it learned is left in `terminal`. */
async function connectOnce(server: Server, id: string, terminal: Terminal): Promise<boolean> {
  const { session, attach } = terminal
  const query = { ...windowSize(), session, ...(attach ? { attach: 'true' } : {}) }
  const socket = openTerminal(
    server.connection,
    consoleRoutes.terminalContainer,
    { params: { id }, query },
    server.token === undefined ? {} : { token: server.token },
  )
  let reached = false
  socket.once('open', () => (reached = true))
  socket.on('message', (data: Buffer, binary) => {
    if (binary) process.stdout.write(data)
    else notice(data.toString(), terminal, socket)
  })
  socket.once('unexpected-response', (_, response) => {
    void text(response).then((body) => {
      terminal.failure = refusal(body, response.statusCode ?? 0)
      socket.terminate()
    })
  })
  // Every failure of the connection is followed by `close`, after which it is tried again.
  socket.on('error', () => undefined)
  const release = takeOver(socket)
  try {
    await once(socket, 'close')
  } finally {
    release()
  }
  return reached
}

function refusal(body: string, status: number): Error {
  const { data } = problemSchema.safeParse(jsonOf(body))
  return data === undefined
    ? new UnexpectedAnswerError(status, `HTTP ${status}`)
    : new BerthError(data.code, data.params)
}

function notice(message: string, terminal: Terminal, socket: Socket): void {
  const { data } = terminalNotice.safeParse(jsonOf(message))
  if (data?.type === 'session') {
    terminal.session = data.session
    if (terminal.firstInput !== undefined) socket.send(Buffer.from(terminal.firstInput))
    terminal.firstInput = undefined
  }
  if (data?.type === 'exit') {
    terminal.exitCode = data.exitCode ?? exitCodes.failed
    socket.close()
  }
  if (data?.type === 'error') {
    terminal.failure = new BerthError(data.problem.code, data.problem.params)
    socket.close()
  }
}

function jsonOf(message: string): unknown {
  try {
    return JSON.parse(message)
  } catch {
    return undefined
  }
}

/** Terminals that do not know their size say 0: then as those of old, 80 × 24. At most 1,000, as the contract. */
const windowSize = () => ({
  columns: Math.min(process.stdout.columns || 80, 1_000),
  rows: Math.min(process.stdout.rows || 24, 1_000),
})

/** Passes keys and the window's size on while a connection is open; gives what puts the terminal back. */
function takeOver(socket: Socket): () => void {
  const { stdin, stdout } = process
  const send = (request: TerminalRequest) => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(request))
  }
  const key = (data: Buffer) => {
    if (socket.readyState === socket.OPEN) socket.send(data)
  }
  const resize = () => {
    send({ type: 'resize', ...windowSize() })
  }
  socket.once('open', () => {
    stdin.setRawMode(true)
    stdin.on('data', key).resume()
  })
  stdout.on('resize', resize)
  return () => {
    stdout.off('resize', resize)
    stdin.off('data', key).pause()
    stdin.setRawMode(false)
  }
}
