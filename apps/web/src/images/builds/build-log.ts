import type { BuildLog, LogLine } from '@berth/contract'
import { appendLines, emptyLogs, type LogBuffer } from '../../ui/log/log-buffer.ts'

/** A build's log as far as it has come: whole lines, and the beginning of one whose rest is on its way. */
export interface BuildLogText {
  readonly lines: LogBuffer
  readonly open: string
  /** How much has come: where the stream is taken up again. */
  readonly since: number
}

export const emptyLog: BuildLogText = { lines: emptyLogs, open: '', since: 0 }

const lineOf = (text: string): LogLine => ({ time: '1970-01-01T00:00:00Z', stream: 'stdout', text })

/** The log with pieces appended. */
export function appendPieces(log: BuildLogText, pieces: readonly BuildLog[]): BuildLogText {
  const lines = (log.open + pieces.map(({ text }) => text).join('')).split('\n')
  const open = lines.pop() ?? ''
  const last = pieces.at(-1)
  return {
    lines: appendLines(log.lines, lines.map(lineOf)),
    open,
    since: last === undefined ? log.since : last.at + last.text.length,
  }
}

/** All of it as lines, the last one as far as it has come. */
export const shownLines = ({ lines, open }: BuildLogText): LogBuffer =>
  open === '' ? lines : appendLines(lines, [lineOf(open)])
