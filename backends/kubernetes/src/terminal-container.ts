import { PassThrough } from 'node:stream'
import { BerthError } from '@berth/contract'
import type { TerminalOptions, TerminalStream } from '@berth/backend'
import { bestShell } from '@berth/backend/guest'
import type { KubernetesContext } from './context.ts'
import { exitOf, isNoProgram, openChannel, type Channel } from './exec/open-channel.ts'
import type { ExecPod } from './exec/run-exec.ts'
import { runningPod } from './lookup.ts'
import { toBerthError } from './translate/kubernetes-error.ts'
import { containerName } from './translate/objects.ts'

/** What Kubernetes gives no other way: a terminal's kind. */
const shells = [
  ['/bin/sh', '-c', `TERM=xterm-256color; export TERM\n${bestShell}`],
  ['bash', '-i'],
  ['ash', '-i'],
]

/** A shell in the container, or its main process. */
export async function terminalContainer(
  context: KubernetesContext,
  id: string,
  options: TerminalOptions,
): Promise<TerminalStream> {
  try {
    const pod = await runningPod(context, id)
    return options.attach ? await attach(context, pod) : await openShell(context, pod, options)
  } catch (error) {
    throw toBerthError(error)
  }
}

const streams = (tty: boolean) =>
  [
    ['container', containerName],
    ['stdin', 'true'],
    ['stdout', 'true'],
    // A terminal has one output.
    ['stderr', String(!tty)],
    ['tty', String(tty)],
  ] as const

async function openShell(
  context: KubernetesContext,
  pod: ExecPod,
  { columns, rows }: TerminalOptions,
): Promise<TerminalStream> {
  for (const command of shells) {
    const words = command.map((word) => ['command', word] as const)
    const channel = await openChannel(context, pod, 'exec', [...words, ...streams(true)])
    channel.resize(columns, rows)
    if (await hasBegun(channel)) return streamOf(channel)
  }
  throw new BerthError('no-shell')
}

/** Waits for the shell's first output, which is left to be read. */
async function hasBegun(channel: Channel): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  channel.stdout.once('readable', () => resolve(channel.stdout.readableLength > 0))
  const { exitCode, message } =
    (await Promise.race([promise, channel.status.then(exitOf)])) === true
      ? { exitCode: 0, message: '' }
      : exitOf(await channel.status)
  if (exitCode === undefined && message !== '' && !isNoProgram(message))
    throw new BerthError('runtime-error', { message })
  return exitCode !== undefined
}

/** The main process's own streams: without a terminal its bare line feeds would make stairs on a screen. */
async function attach(context: KubernetesContext, pod: ExecPod): Promise<TerminalStream> {
  const channel = await openChannel(context, pod, 'attach', streams(false))
  const terminal = streamOf(channel)
  const output = new PassThrough()
  const forward = (bytes: Buffer): void => {
    output.write(Buffer.from(bytes.toString('latin1').replaceAll('\n', '\r\n'), 'latin1'))
  }
  channel.stdout.on('data', forward)
  channel.stderr.on('data', forward)
  channel.stdout.once('close', () => output.end())
  return { ...terminal, output, done: terminal.done.then(() => null) }
}

/** Closing it, a shell reads the end of its input: Kubernetes closes the terminal. */
const streamOf = (channel: Channel): TerminalStream => ({
  output: channel.stdout,
  write: (bytes) => void channel.write(bytes),
  resize: (columns, rows) => {
    channel.resize(columns, rows)
    return Promise.resolve()
  },
  close: () => channel.close(),
  done: channel.status.then((status) => exitOf(status).exitCode ?? null),
})
