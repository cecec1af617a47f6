import Table from 'cli-table3'
import stringWidth from 'string-width'
import { oneLine } from './plain-text.ts'

const gap = 2
const narrowest = 6

/**
 * Rows below a head, columns two spaces apart, no wider than `width` columns of a terminal (undefined: as wide as
 * it needs). East Asian characters count two. Too long cells end in `…`. Every text is made harmless.
 */
export function table(head: readonly string[], rows: readonly (readonly string[])[], width?: number): string {
  const cells = [head, ...rows].map((row) => row.map(oneLine))
  const natural = head.map((_, column) => Math.max(...cells.map((row) => stringWidth(row[column] ?? ''))))
  const widths = fit(natural, width === undefined ? Infinity : width - gap * (head.length - 1))
  const drawn = new Table({
    chars: { ...borderless, middle: ' '.repeat(gap) },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
    colWidths: widths,
  })
  drawn.push(...cells)
  return drawn
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}

/** Takes from the widest column until all fit; none gets narrower than 6. */
export function fit(natural: readonly number[], width: number): number[] {
  const widths = natural.map((each) => Math.max(each, 1))
  while (widths.reduce((sum, each) => sum + each, 0) > width) {
    const widest = widths.indexOf(Math.max(...widths))
    const current = widths[widest] ?? 0
    if (current <= narrowest) break
    widths[widest] = current - 1
  }
  return widths
}

const borderless = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
}
