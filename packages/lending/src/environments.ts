import { accepted, quotable, refused, type Judged } from './judged.ts'
import { splitWords } from './split-words.ts'

/** Bytes of all NAME=value together, with a NUL each: what fits into every kernel's argument page limits many times over. */
export const environmentBytes = 32_768
export const environmentCount = 100

const variable = /^[A-Za-z_][A-Za-z0-9_]*=[^\0]*$/

/**
 * Environment variables as typed (words, quotes keep blanks) or as an array, into NAME=value each.
 * Nothing is expanded. Line breaks may be in a value (keys, certificates), NUL and broken UTF-16 may not.
 */
export function judgeEnvironments(input: string | readonly string[] | undefined): Judged<string[]> {
  const list = typeof input === 'string' ? splitWords(input) : [...(input ?? [])]
  if (list === null)
    return refused('environments', 'environment-invalid', { variable: quotable(String(input)) })
  const bytes = list.reduce((sum, entry) => sum + Buffer.byteLength(entry) + 1, 0)
  if (list.length > environmentCount || bytes > environmentBytes)
    return refused('environments', 'environment-too-large', {
      max: environmentBytes,
      count: environmentCount,
    })
  const names = new Set<string>()
  for (const entry of list) {
    const name = entry.slice(0, Math.max(0, entry.indexOf('=')))
    if (!variable.test(entry) || !entry.isWellFormed() || names.has(name))
      return refused('environments', 'environment-invalid', {
        variable: quotable(name === '' ? entry : name),
      })
    names.add(name)
  }
  return accepted(list)
}
