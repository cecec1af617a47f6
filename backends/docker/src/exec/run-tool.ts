import type { Container } from 'dockerode'
import { BerthError } from '@berth/contract'
import { runExec, type ExecOutcome } from './run-exec.ts'

/**
 * Runs one of the image's own tools as the container's root, for Berth and not for a user. What is in the image may
 * never end: then it is killed, as far as the image's shell helps, and the answer is `deadline-exceeded`.
 */
export async function runTool(
  container: Container,
  command: readonly string[],
  { longest, deadlineMs }: { readonly longest: number; readonly deadlineMs: number },
): Promise<ExecOutcome> {
  const signal = AbortSignal.timeout(deadlineMs)
  try {
    return await runExec(container, { command, user: '0:0', longest, signal })
  } catch (error) {
    throw signal.aborted ? new BerthError('deadline-exceeded', {}, { cause: error }) : error
  }
}
