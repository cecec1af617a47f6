import { BerthError } from '@berth/contract'
import type { KubernetesContext } from '../context.ts'
import { runExec, type ExecOptions, type ExecPod } from '../exec/run-exec.ts'
import { sentence } from '../translate/kubernetes-error.ts'

/** Bytes that a script may say. */
const longestAnswer = 65_536

const noTools = new Set([126, 127])

/**
 * Runs a command of the image's own tools in a pod, as whom the container runs, and gives its exit code and output.
 * Throws `no-file-tools` where the image has no shell or lacks a tool.
 */
export async function inGuest(
  context: KubernetesContext,
  pod: ExecPod,
  command: readonly string[],
  more: Partial<Pick<ExecOptions, 'stdin' | 'signal' | 'longest'>> = {},
): Promise<{ exitCode: number; output: string }> {
  try {
    const { exitCode, stdout, stderr } = await runExec(context, pod, {
      longest: longestAnswer,
      ...more,
      command,
    })
    if (noTools.has(exitCode)) throw new BerthError('no-file-tools')
    if (exitCode !== 0 && exitCode < 20)
      throw new BerthError('runtime-error', { message: sentence(stderr.toString('utf8')) })
    return { exitCode, output: stdout.toString('utf8') }
  } catch (error) {
    if (error instanceof BerthError && error.code === 'command-not-found')
      throw new BerthError('no-file-tools')
    throw error
  }
}

/** A script of `sh` with its arguments. */
export const sh = (script: string, ...words: string[]): string[] => ['/bin/sh', '-c', script, 'sh', ...words]
