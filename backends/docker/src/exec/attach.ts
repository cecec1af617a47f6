import { Duplex, PassThrough, type Readable } from 'node:stream'
import type { Container } from 'dockerode'
import { BerthError } from '@berth/contract'
import type { TerminalOptions, TerminalStream } from '@berth/backend'
import { frameReader } from '../translate/frames.ts'
import { detachKeys } from './shell.ts'

/** The main process's own terminal. Closing it leaves the process alone. */
export async function attach(container: Container, options: TerminalOptions): Promise<TerminalStream> {
  const info = await container.inspect()
  if (!info.State.Running) throw new BerthError('container-not-running')
  const socket = await container.attach({
    stream: true,
    hijack: true,
    stdin: true,
    stdout: true,
    stderr: true,
    detachKeys,
  })
  if (!(socket instanceof Duplex)) throw new BerthError('runtime-unavailable')
  const resize = async (columns: number, rows: number): Promise<void> => {
    await container.resize({ h: rows, w: columns }).catch(() => undefined)
  }
  await resize(options.columns, options.rows)
  socket.on('error', () => socket.destroy())
  const done = new Promise<null>((resolve) => {
    const end = (): void => resolve(null)
    socket.once('end', end).once('close', end)
  })
  return {
    output: info.Config.Tty ? socket : unframed(socket),
    write: (bytes) => {
      if (socket.writable) socket.write(bytes)
    },
    resize,
    close: () => socket.destroy(),
    done,
  }
}

/** A main process without a terminal sends frames, and bare line feeds, which would make stairs on a screen. */
function unframed(socket: Duplex): Readable {
  const output = new PassThrough()
  const read = frameReader((_, bytes) => {
    const text = bytes.toString('latin1').replaceAll('\n', '\r\n')
    if (!output.write(Buffer.from(text, 'latin1'))) socket.pause()
  })
  socket.on('data', read)
  output.on('drain', () => socket.resume())
  socket.once('close', () => output.end())
  socket.once('end', () => output.end())
  return output
}
