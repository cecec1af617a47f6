import type { FastifyBaseLogger } from 'fastify'
import type { WebSocket } from '@fastify/websocket'
import type { RawData } from 'ws'
import {
  BerthError,
  terminalClose,
  terminalRequest,
  toProblem,
  type TerminalNotice,
  type TerminalRequest,
} from '@berth/contract'
import type { TerminalConnection, TerminalSession } from './terminal-session.ts'

/** Largest message from a client, in bytes; a larger one ends the connection with 1009. */
export const terminalMaxMessage = 1024 * 1024
/** Bytes waiting for a slow client above which the terminal's output is held back. */
const highWater = 1024 * 1024
/** Longest silence of a client before its connection is taken for dead, in milliseconds. */
const silence = 45_000

/** Opens a terminal for a WebSocket and carries bytes and messages between them until either ends. */
export async function serveTerminal(
  socket: WebSocket,
  log: FastifyBaseLogger,
  open: () => Promise<{ session: TerminalSession; resumed: boolean }>,
): Promise<void> {
  socket.pause()
  try {
    const { session, resumed } = await open()
    connect(socket, session, resumed, log)
  } catch (error) {
    fail(socket, error)
  } finally {
    socket.resume()
  }
}

function connect(
  socket: WebSocket,
  session: TerminalSession,
  resumed: boolean,
  log: FastifyBaseLogger,
): void {
  const connection = connectionOf(socket, session)
  const stopWatching = watch(socket)
  socket.on('message', (data: RawData, binary: boolean) => {
    if (binary) session.write(data as Buffer)
    else obey(socket, session, (data as Buffer).toString(), log)
  })
  socket.once('close', () => {
    stopWatching()
    session.disconnect(connection)
  })
  notify(socket, { type: 'session', session: session.id, resumed })
  session.connect(connection)
  if (socket.readyState === socket.CLOSED) session.disconnect(connection)
}

function connectionOf(socket: WebSocket, session: TerminalSession): TerminalConnection {
  const onSent = () => {
    if (socket.bufferedAmount === 0) session.drained()
  }
  return {
    send(bytes) {
      socket.send(bytes, { binary: true }, onSent)
      return socket.bufferedAmount < highWater
    },
    exited(exitCode) {
      notify(socket, { type: 'exit', exitCode })
      socket.close(terminalClose.normal)
    },
    failed: (error) => fail(socket, error),
    dropped: () => socket.close(terminalClose.ended),
  }
}

function obey(socket: WebSocket, session: TerminalSession, text: string, log: FastifyBaseLogger): void {
  const request = parse(text)
  switch (request?.type) {
    case undefined:
      notify(socket, { type: 'error', problem: toProblem(new BerthError('terminal-message-invalid'), 'en') })
      socket.close(terminalClose.invalidMessage)
      return
    case 'input':
      session.write(Buffer.from(request.data))
      return
    case 'resize':
      session.resize(request.columns, request.rows).catch((err: unknown) => log.warn({ err }, 'no resize'))
      return
    case 'ping':
      notify(socket, { type: 'pong' })
      return
    case 'close':
      socket.close(terminalClose.normal)
      session.end()
  }
}

function parse(text: string): TerminalRequest | undefined {
  try {
    return terminalRequest.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

function fail(socket: WebSocket, error: unknown): void {
  const known = error instanceof BerthError ? error : new BerthError('internal', {}, { cause: error })
  notify(socket, { type: 'error', problem: toProblem(known, 'en') })
  socket.close(terminalClose.failed)
}

function notify(socket: WebSocket, notice: TerminalNotice): void {
  if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(notice))
}

/** Ends a connection whose client does not even answer pings: it vanished without a word. */
function watch(socket: WebSocket): () => void {
  let alive = true
  socket.on('pong', () => (alive = true))
  const timer = setInterval(() => {
    if (!alive) socket.terminate()
    alive = false
    socket.ping()
  }, silence / 2)
  return () => clearInterval(timer)
}
