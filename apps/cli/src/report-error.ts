import { ConnectionError, UnexpectedAnswerError } from '@berth/client'
import { BerthError, explain, fill, type Language } from '@berth/contract'
import { AlreadyTold, CliError, exitCodes } from './errors.ts'
import { messagesIn, type ErrorName } from './messages/index.ts'
import { plainText } from './output/plain-text.ts'

export interface Report {
  /** For standard error; empty where it was told before. */
  readonly text: string
  readonly exitCode: number
}

/** What an error is told as and what the program ends with. */
export function reportError(error: unknown, language: Language): Report {
  if (error instanceof AlreadyTold) return { text: '', exitCode: error.exitCode }
  if (error instanceof BerthError) return { text: berthText(error, language), exitCode: exitCodeOf(error) }
  const told = (name: ErrorName, exitCode: number, params = {}) => {
    const [title, detail] = messagesIn(language).errors[name]
    return {
      text: plainText(
        [title, detail]
          .filter(Boolean)
          .map((part) => fill(part, params))
          .join('\n'),
      ),
      exitCode,
    }
  }
  if (error instanceof CliError) return told(error.reason, error.exitCode, error.params)
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof ConnectionError) return told('unreachable', exitCodes.unreachable, { message })
  if (error instanceof UnexpectedAnswerError) return told('unexpected', exitCodes.failed, { message })
  // @inquirer/prompts throws this when Ctrl-C is pressed in a question.
  if (error instanceof Error && error.name === 'ExitPromptError')
    return told('interrupted', exitCodes.interrupted)
  if (error instanceof Error && 'syscall' in error) return told('file', exitCodes.failed, { message })
  return told('internal', exitCodes.failed, { message })
}

function berthText(error: BerthError, language: Language): string {
  const { title, detail } = explain(error.code, error.params, language)
  const fields = error.fields.map((field) => {
    const own = explain(field.code, field.params ?? {}, language)
    return `  - ${field.path}: ${field.detail ?? `${own.title} ${own.detail}`}`
  })
  return [title, detail, ...fields].map(plainText).join('\n')
}

const exitCodeOf = ({ code }: BerthError): number =>
  code === 'unauthenticated' || code === 'session-expired' ? exitCodes.notLoggedIn : exitCodes.failed
