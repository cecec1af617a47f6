import { randomUUID } from 'node:crypto'
import type { Duplex } from 'node:stream'
import type { Container, Exec } from 'dockerode'
import { BerthError } from '@berth/contract'
import type { TerminalOptions, TerminalStream } from '@berth/backend'
import { bestShell } from '@berth/backend/guest'
import { endProcesses, markerOf } from './end-processes.ts'
import { exitOf } from './run-exec.ts'

/**
 * Ctrl-P would otherwise wait for the next key (Docker's own detach keys are Ctrl-P Ctrl-Q): a sequence that nobody
 * types, beginning with the key least used.
 */
export const detachKeys = Array.from({ length: 8 }, () => 'ctrl-^').join(',')

const candidates = [
  ['/bin/sh', '-c', bestShell],
  ['bash', '-i'],
  ['ash', '-i'],
]
/** Docker's, and Podman's, which comes through any runtime. */
const complaint = /^OCI runtime exec failed|^Error: .*: OCI runtime (attempted to invoke|permission denied)/s
const hangUpGraceMs = 2_000
/** A shell that says nothing for so long is taken as it is. */
const silentMs = 10_000

/** A shell in a terminal of its own. `no-shell` where the image has none. */
export async function openShell(container: Container, options: TerminalOptions): Promise<TerminalStream> {
  for (const command of candidates) {
    const marker = randomUUID()
    const exec = await container.exec({
      Cmd: command,
      Tty: true,
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
      DetachKeys: detachKeys,
      Env: ['TERM=xterm-256color', markerOf(marker)],
      ConsoleSize: [options.rows, options.columns],
    })
    const socket = await start(exec)
    if (socket === undefined || !(await hasBegun(socket, exec))) continue
    await resize(exec, options.columns, options.rows)
    return shellStream(container, exec, socket, marker)
  }
  throw new BerthError('no-shell')
}

/** Later Dockers and Podman refuse a program that is not there with an error instead of a complaint in the output. */
async function start(exec: Exec): Promise<Duplex | undefined> {
  try {
    return await exec.start({ hijack: true, stdin: true, Tty: true })
  } catch (error) {
    const message = error instanceof Error ? error.message : ''
    if (
      /OCI runtime|executable file|no such file|not found/i.test(message) &&
      !/no such (container|exec)/i.test(message)
    )
      return undefined
    throw error
  }
}

/** Waits for the shell's first output, which is left to be read, and tells it from the runtime's complaint. */
async function hasBegun(socket: Duplex, exec: Exec): Promise<boolean> {
  const sign = await firstSign(socket)
  if (sign === undefined) return true
  const first: unknown = sign === 'end' ? null : socket.read()
  if (Buffer.isBuffer(first)) {
    socket.unshift(first)
    if (!complaint.test(first.toString('latin1'))) return true
  }
  const { started } = await exitOf(exec)
  return started
}

/** What comes first; undefined: nothing for a while. */
function firstSign(socket: Duplex): Promise<'output' | 'end' | undefined> {
  return new Promise((resolve, reject) => {
    const tell = (sign: 'output' | 'end' | undefined): void => {
      clearTimeout(timer)
      // A listener that stays would keep the stream from flowing.
      socket.off('readable', output).off('end', end)
      resolve(sign)
    }
    const output = (): void => tell('output')
    const end = (): void => tell('end')
    const timer = setTimeout(() => tell(undefined), silentMs)
    socket.once('readable', output).once('end', end).once('error', reject)
  })
}

async function resize(exec: Exec, columns: number, rows: number): Promise<void> {
  await exec.resize({ h: rows, w: columns }).catch(() => undefined)
}

function shellStream(container: Container, exec: Exec, socket: Duplex, marker: string): TerminalStream {
  const ended = new Promise<void>((resolve) => socket.once('close', resolve).once('end', resolve))
  socket.on('error', () => socket.destroy())
  let closed = false
  const done = ended.then(async () => {
    if (closed) return null
    return exitOf(exec).then(
      ({ exitCode }) => exitCode,
      () => null,
    )
  })
  return {
    output: socket,
    write: (bytes) => {
      if (socket.writable) socket.write(bytes)
    },
    resize: (columns, rows) => resize(exec, columns, rows),
    close: () => {
      if (closed) return
      closed = true
      socket.destroy()
      void hangUp(container, exec, marker)
    },
    done,
  }
}

/** Docker leaves a shell running whose terminal has gone (moby issue 9098): it is hung up, and killed if it does not mind. */
async function hangUp(container: Container, exec: Exec, marker: string): Promise<void> {
  try {
    if (!(await exec.inspect()).Running) return
    await endProcesses(container, marker, 'leader')
    await new Promise((resolve) => setTimeout(resolve, hangUpGraceMs))
    if ((await exec.inspect()).Running) await endProcesses(container, marker, 'everything')
  } catch {
    // The container or the daemon has gone, and the shell with it.
  }
}
