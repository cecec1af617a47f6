import type { LogLine } from '@berth/contract'

/** A line with a number that never changes, by which the page knows it. */
export interface NumberedLine extends LogLine {
  readonly number: number
}
/** Lines that are shown together, so that a new line redraws only its own block. */
export interface LogBlock {
  readonly number: number
  readonly lines: readonly NumberedLine[]
}
export interface LogBuffer {
  readonly blocks: readonly LogBlock[]
  readonly next: number
  /** How many lines were let go to keep the page light. */
  readonly dropped: number
}

/** Most lines kept in the page. */
export const maximumLines = 20_000
const blockSize = 200

export const emptyLogs: LogBuffer = { blocks: [], next: 0, dropped: 0 }

/** The buffer with lines appended: untouched blocks stay the same objects, whole old blocks are let go. */
export function appendLines(buffer: LogBuffer, lines: readonly LogLine[], maximum = maximumLines): LogBuffer {
  if (lines.length === 0) return buffer
  const blocks = [...buffer.blocks]
  let { next, dropped } = buffer
  for (let at = 0; at < lines.length;) {
    const last = blocks.at(-1)
    const open = last !== undefined && last.lines.length < blockSize ? last : undefined
    const space = blockSize - (open?.lines.length ?? 0)
    const added = lines.slice(at, at + space).map((line, index) => ({ ...line, number: next + index }))
    if (open === undefined) blocks.push({ number: Math.floor(next / blockSize), lines: added })
    else blocks[blocks.length - 1] = { ...open, lines: [...open.lines, ...added] }
    next += added.length
    at += added.length
  }
  while ((blocks.length - 1) * blockSize >= maximum) {
    dropped += blocks.shift()?.lines.length ?? 0
  }
  return { blocks, next, dropped }
}

/** All lines in order. */
export const linesOf = (buffer: LogBuffer): NumberedLine[] => buffer.blocks.flatMap((block) => block.lines)

/** How many lines there are. */
export const lineCount = (buffer: LogBuffer): number =>
  buffer.blocks.reduce((sum, block) => sum + block.lines.length, 0)

/** The last moment in the buffer and how many lines carry it: where a stream that broke off goes on. */
export function resumePoint(buffer: LogBuffer): { since: string; seen: number } | undefined {
  const lines = linesOf(buffer)
  const last = lines.at(-1)
  if (last === undefined) return undefined
  return { since: last.time, seen: lines.filter((line) => line.time === last.time).length }
}
