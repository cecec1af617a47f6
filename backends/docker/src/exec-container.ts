import { BerthError, type ExecResult } from '@berth/contract'
import { withContainer } from './lookup.ts'
import type { DockerContext } from './context.ts'
import { runExec } from './exec/run-exec.ts'

const longestOutput = 8 * 1024 * 1024

/** Runs a command as the container's user and waits for its end. */
export function execContainer(
  context: DockerContext,
  id: string,
  command: string[],
  stdin: string | undefined,
  signal: AbortSignal,
): Promise<ExecResult> {
  const words = { command: command[0] }
  return withContainer(
    context,
    id,
    async (container) => {
      const { exitCode, stdout, stderr, started } = await runExec(container, {
        command,
        stdin,
        signal,
        longest: longestOutput,
      })
      const complaint =
        stdout.length + stderr.length === 0 ||
        /OCI runtime|executable file/.test(`${stdout.toString()}${stderr.toString()}`)
      if (!started && complaint && (exitCode === 126 || exitCode === 127))
        throw new BerthError('command-not-found', { command: command[0] ?? '' })
      return { exitCode, stdout: stdout.toString('utf8'), stderr: stderr.toString('utf8') }
    },
    words,
  )
}
