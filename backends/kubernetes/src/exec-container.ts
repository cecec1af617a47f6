import type { ExecResult } from '@berth/contract'
import type { KubernetesContext } from './context.ts'
import { runExec } from './exec/run-exec.ts'
import { runningPod } from './lookup.ts'
import { toBerthError } from './translate/kubernetes-error.ts'

const longestOutput = 8 * 1024 * 1024
const piece = 64 * 1024

/**
 * The end of the input cannot be told before the protocol's version 5 (Kubernetes 1.30): a shell in the pod takes as
 * many bytes as there are and no more.
 */
const withEnd = (command: readonly string[], bytes: number): string[] => [
  '/bin/sh',
  '-c',
  'n=$1; shift; head -c "$n" | "$@"',
  'sh',
  String(bytes),
  ...command,
]

/** Runs a command as the container's user and waits for its end. */
export async function execContainer(
  context: KubernetesContext,
  id: string,
  command: string[],
  stdin: string | undefined,
  signal: AbortSignal,
): Promise<ExecResult> {
  try {
    const pod = await runningPod(context, id)
    const bytes = Buffer.from(stdin ?? '')
    const { exitCode, stdout, stderr } = await runExec(context, pod, {
      command: stdin === undefined ? command : withEnd(command, bytes.length),
      ...(stdin === undefined ? {} : { stdin: piecesOf(bytes) }),
      signal,
      longest: longestOutput,
    })
    return { exitCode, stdout: stdout.toString('utf8'), stderr: stderr.toString('utf8') }
  } catch (error) {
    throw toBerthError(error)
  }
}

async function* piecesOf(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += piece) yield await Promise.resolve(bytes.subarray(at, at + piece))
}
