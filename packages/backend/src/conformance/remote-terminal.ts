import { PassThrough } from 'node:stream'
import { WebSocket, type RawData } from 'ws'
import { BerthError, terminalNotice } from '@berth/contract'
import type { TerminalOptions, TerminalStream } from '../port.ts'

/** Connects a WebSocket to an agent on a Unix socket. */
export const dial = (socketPath: string, token: string, target: string): WebSocket =>
  new WebSocket(`ws+unix:${socketPath}:${target}`, { headers: { authorization: `Bearer ${token}` } })

/** A terminal over an agent's WebSocket; resolves once the agent says that it is open. */
export async function openRemoteTerminal(
  socketPath: string,
  token: string,
  id: string,
  { columns, rows, attach }: TerminalOptions,
): Promise<TerminalStream> {
  const query = `columns=${columns}&rows=${rows}${attach ? '&attach=1' : ''}`
  const target = `/v1/containers/${encodeURIComponent(id)}/terminal?${query}`
  const socket = dial(socketPath, token, target)
  const output = new PassThrough()
  let exitCode: number | null = null
  const done = new Promise<number | null>((resolve) => {
    socket.once('close', () => {
      output.end()
      resolve(exitCode)
    })
  })
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject)
    socket.on('message', (data: RawData, binary: boolean) => {
      if (binary) {
        output.write(data)
        return
      }
      const notice = terminalNotice.parse(JSON.parse((data as Buffer).toString()))
      if (notice.type === 'session') resolve()
      if (notice.type === 'exit') exitCode = notice.exitCode
      if (notice.type === 'error') reject(new BerthError(notice.problem.code, notice.problem.params))
    })
  })
  return {
    output,
    done,
    write: (bytes) => socket.send(bytes),
    resize: (newColumns, newRows) => {
      socket.send(JSON.stringify({ type: 'resize', columns: newColumns, rows: newRows }))
      return Promise.resolve()
    },
    close: () => socket.send(JSON.stringify({ type: 'close' })),
  }
}
