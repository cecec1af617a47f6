import { randomUUID } from 'node:crypto'
import type { Duplex } from 'node:stream'
import type { Container, Exec } from 'dockerode'
import { setTimeout as delay } from 'node:timers/promises'
import { BerthError } from '@berth/contract'
import { frameReader, type OutputStream } from '../translate/frames.ts'
import { endProcesses, markerOf } from './end-processes.ts'

export interface ExecOptions {
  readonly command: readonly string[]
  readonly stdin?: string | Buffer | undefined
  /** Who runs it; undefined: whom the container runs as. */
  readonly user?: string
  readonly signal?: AbortSignal
  /** Bytes of stdout and of stderr that are taken at most. */
  readonly longest: number
}

export interface ExecOutcome {
  readonly exitCode: number
  readonly stdout: Buffer
  readonly stderr: Buffer
  /** The runtime started the process; otherwise its complaint is in the output. */
  readonly started: boolean
}

/**
 * Runs a command in a container and collects its output. With more of it than `longest`, or when `signal` aborts,
 * the command and what it started are killed. Throws Docker's errors, `output-too-large` and `cancelled`.
 */
export async function runExec(container: Container, options: ExecOptions): Promise<ExecOutcome> {
  if (options.signal?.aborted === true) throw new BerthError('cancelled')
  const marker = randomUUID()
  const exec = await container.exec({
    Cmd: [...options.command],
    AttachStdin: options.stdin !== undefined,
    AttachStdout: true,
    AttachStderr: true,
    Env: [markerOf(marker)],
    ...(options.user === undefined ? {} : { User: options.user }),
  })
  const socket = await exec.start({ hijack: true, stdin: options.stdin !== undefined })
  if (options.stdin !== undefined) socket.end(options.stdin)
  try {
    const output = await collect(socket, options.longest, options.signal)
    return { ...output, ...(await exitOf(exec, options.signal)) }
  } catch (error) {
    socket.destroy()
    await endProcesses(container, marker, 'everything').catch(() => undefined)
    throw error
  }
}

async function collect(
  socket: Duplex,
  longest: number,
  signal: AbortSignal | undefined,
): Promise<Record<OutputStream, Buffer>> {
  const pieces: Record<OutputStream, Buffer[]> = { stdout: [], stderr: [] }
  const lengths = { stdout: 0, stderr: 0 }
  const { promise, resolve, reject } = Promise.withResolvers<undefined>()
  const read = frameReader((stream, bytes) => {
    lengths[stream] += bytes.length
    if (lengths[stream] > longest) reject(new BerthError('output-too-large', { max: longest }))
    else pieces[stream].push(bytes)
  })
  const abort = (): void => reject(new BerthError('cancelled'))
  signal?.addEventListener('abort', abort)
  if (signal?.aborted === true) abort()
  socket.on('data', read)
  socket.once('end', () => resolve(undefined))
  socket.once('close', () => resolve(undefined))
  socket.on('error', reject)
  try {
    await promise
  } finally {
    signal?.removeEventListener('abort', abort)
  }
  return { stdout: Buffer.concat(pieces.stdout), stderr: Buffer.concat(pieces.stderr) }
}

/** The output may end a moment before Docker has recorded the process's end, and long before a process that closed it. */
export async function exitOf(
  exec: Exec,
  signal?: AbortSignal,
): Promise<{ exitCode: number; started: boolean }> {
  for (let waitMs = 2; ; waitMs = Math.min(waitMs * 2, 250)) {
    const { Running, ExitCode, Pid } = await exec.inspect()
    if (!Running && ExitCode !== null) return { exitCode: ExitCode, started: Pid !== 0 }
    if (signal?.aborted === true) throw new BerthError('cancelled')
    await delay(waitMs)
  }
}
