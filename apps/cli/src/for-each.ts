import type { Context } from './context.ts'
import { AlreadyTold } from './errors.ts'
import { reportError } from './report-error.ts'

/** Does it for each name in turn, going on after a failure; ends with the first failure's exit code. */
export async function forEach(
  context: Context,
  names: readonly string[],
  work: (name: string) => Promise<void>,
): Promise<void> {
  let exitCode = 0
  for (const name of names) {
    try {
      await work(name)
    } catch (error) {
      const report = reportError(error, context.language)
      context.tell(`berth: ${name}: ${report.text}`)
      exitCode ||= report.exitCode
    }
  }
  if (exitCode !== 0) throw new AlreadyTold(exitCode)
}
