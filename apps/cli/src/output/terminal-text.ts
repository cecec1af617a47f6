import { plainText } from './plain-text.ts'

const escape = '\u001B'
const colour = new RegExp(`(${escape}\\[[\\d;:]*m)`)

/** A program's output as it may be shown in a terminal: its colours (SGR, ECMA-48 8.3.117), no other controls. */
export function terminalText(text: string): string {
  const parts = text.split(colour)
  const safe = parts.map((part, index) => (index % 2 === 1 ? part : plainText(part))).join('')
  return parts.length > 1 ? `${safe}${escape}[0m` : safe
}
