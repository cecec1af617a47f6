import { CommanderError } from 'commander'
import { exitCodes } from './errors.ts'
import { languageOf } from './messages/index.ts'
import { createProgram } from './program.ts'
import { reportError } from './report-error.ts'

/** Runs one command line; gives the exit code. */
export async function run(args: readonly string[]): Promise<number> {
  const language = languageOf(process.env)
  // `berth ps | head`: whoever read has had enough.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
  try {
    await createProgram(language).parseAsync(args, { from: 'user' })
    return Number(process.exitCode ?? exitCodes.done)
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage
    const report = reportError(error, language)
    if (report.text !== '') process.stderr.write(`berth: ${report.text}\n`)
    return report.exitCode
  }
}
