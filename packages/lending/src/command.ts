import { accepted, refused, type Judged } from './judged.ts'
import { splitWords } from './split-words.ts'

export const commandBytes = 32_768

/** The main process's arguments, as typed (words as in a shell) or as an array; empty: the image's own command. */
export function judgeCommand(input: string | readonly string[] | undefined): Judged<string[] | undefined> {
  const words = typeof input === 'string' ? splitWords(input) : [...(input ?? [])]
  const bytes = words?.reduce((sum, word) => sum + Buffer.byteLength(word) + 1, 0) ?? Infinity
  const sound =
    words !== null &&
    bytes <= commandBytes &&
    words[0] !== '' &&
    words.every((word) => !word.includes('\0') && word.isWellFormed())
  if (!sound) return refused('command', 'command-invalid', { max: commandBytes })
  return accepted(words.length === 0 ? undefined : words)
}
