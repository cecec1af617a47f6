import type { Readable } from 'node:stream'
import { BerthError } from '@berth/contract'
import type { KubernetesContext } from '../context.ts'
import { sentence } from '../translate/kubernetes-error.ts'
import { containerName } from '../translate/objects.ts'
import { exitOf, isNoProgram, openChannel, type Channel } from './open-channel.ts'

export interface ExecPod {
  readonly namespace: string
  readonly name: string
}

export interface ExecOptions {
  readonly command: readonly string[]
  readonly stdin?: AsyncIterable<Uint8Array> | undefined
  readonly signal?: AbortSignal | undefined
  /** Bytes of stdout and of stderr that are taken at most. */
  readonly longest: number
}

/** Opens a channel to a command without a terminal. */
export const openExec = (
  context: KubernetesContext,
  pod: ExecPod,
  command: readonly string[],
  stdin: boolean,
): Promise<Channel> =>
  openChannel(context, pod, 'exec', [
    ...command.map((word) => ['command', word] as const),
    ['container', containerName],
    ['stdin', String(stdin)],
    ['stdout', 'true'],
    ['stderr', 'true'],
    ['tty', 'false'],
  ])

/**
 * Runs a command in a pod and collects its output. Throws `command-not-found`, `output-too-large`, `cancelled`. What is
 * given up goes on in the pod: Kubernetes has no call to end it.
 */
export async function runExec(
  context: KubernetesContext,
  pod: ExecPod,
  { command, stdin, signal, longest }: ExecOptions,
): Promise<{ exitCode: number; stdout: Buffer; stderr: Buffer }> {
  signal?.throwIfAborted()
  const channel = await openExec(context, pod, command, stdin !== undefined)
  const abort = (): void => channel.close()
  signal?.addEventListener('abort', abort)
  try {
    const sent = stdin === undefined ? undefined : feed(channel, stdin)
    const [stdout, stderr] = await Promise.all([
      collect(channel.stdout, longest),
      collect(channel.stderr, longest),
      sent,
    ])
    if (signal?.aborted === true) throw new BerthError('cancelled')
    const { exitCode, message } = exitOf(await channel.status)
    if (exitCode !== undefined) return { exitCode, stdout, stderr }
    if (isNoProgram(message)) throw new BerthError('command-not-found', { command: command[0] ?? '' })
    if (message === '') throw new BerthError('runtime-unavailable')
    throw new BerthError('runtime-error', { message: sentence(message) })
  } finally {
    signal?.removeEventListener('abort', abort)
    channel.close()
  }
}

async function feed(channel: Channel, stdin: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const bytes of stdin) await channel.write(bytes)
}

async function collect(output: Readable, longest: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of output) {
    length += (piece as Buffer).length
    if (length > longest) throw new BerthError('output-too-large', { max: longest })
    pieces.push(piece as Buffer)
  }
  return Buffer.concat(pieces)
}
