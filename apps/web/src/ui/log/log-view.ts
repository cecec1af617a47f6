import { plainText } from './ansi.ts'
import type { LogBlock } from './log-buffer.ts'

/** How the log is shown. */
export interface LogView {
  readonly follow: boolean
  /** Last lines first shown. */
  readonly tail: number
  readonly search: string
  /** Only lines that contain what is searched for. */
  readonly matchesOnly: boolean
  readonly timestamps: boolean
  readonly wrap: boolean
}

export const initialView: LogView = {
  follow: true,
  tail: 1_000,
  search: '',
  matchesOnly: false,
  timestamps: false,
  wrap: true,
}

/** Splits a text at each occurrence of what is searched for, capitals or not; every second part is a match. */
export function splitMatches(text: string, search: string): string[] {
  const wanted = search.toLowerCase()
  const lower = text.toLowerCase()
  // Where lower case changes the length (İ), positions would not fit: such text is searched as it is.
  const where = lower.length === text.length ? lower : text
  if (wanted === '') return [text]
  const parts: string[] = []
  let from = 0
  for (let at = where.indexOf(wanted); at !== -1; at = where.indexOf(wanted, from)) {
    parts.push(text.slice(from, at), text.slice(at, at + wanted.length))
    from = at + wanted.length
  }
  return [...parts, text.slice(from)]
}

/** Whether a line contains what is searched for. */
export const matches = (text: string, search: string): boolean => splitMatches(text, search).length > 1

const counted = new WeakMap<LogBlock, { readonly search: string; readonly count: number }>()

/** How many lines contain what is searched for; a block that has not changed is not searched again. */
export function countMatches(blocks: readonly LogBlock[], search: string): number {
  if (search === '') return 0
  return blocks.reduce((sum, block) => sum + countInBlock(block, search), 0)
}

function countInBlock(block: LogBlock, search: string): number {
  const known = counted.get(block)
  if (known?.search === search) return known.count
  const count = block.lines.filter((line) => matches(plainText(line.text), search)).length
  counted.set(block, { search, count })
  return count
}
