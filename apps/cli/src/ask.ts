import { text } from 'node:stream/consumers'
import { confirm, input, password } from '@inquirer/prompts'
import { usageError } from './errors.ts'
import type { Messages } from './messages/index.ts'

const toTerminal = { output: process.stderr }

function needTerminal(): void {
  if (!process.stdin.isTTY) throw usageError('noTerminal')
}

export async function askText(message: string): Promise<string> {
  needTerminal()
  return input({ message, required: true }, toTerminal)
}

/** Nothing of what is typed is shown, not even its length. */
export async function askSecret(message: string): Promise<string> {
  needTerminal()
  return password({ message, mask: false }, toTerminal)
}

/** Asked twice; CliError where the two differ. */
export async function askNewSecret(messages: Messages): Promise<string> {
  const first = await askSecret(messages.ask.newPassword)
  if (first !== (await askSecret(messages.ask.again))) throw usageError('passwordsDiffer')
  return first
}

export async function askWhether(message: string): Promise<boolean> {
  needTerminal()
  return confirm({ message, default: false }, toTerminal)
}

/** A secret on standard input, without the line's end that `echo` adds. */
export const readSecret = async (): Promise<string> => (await text(process.stdin)).replace(/\r?\n$/, '')
