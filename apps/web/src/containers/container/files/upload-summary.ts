import type { Upload } from './upload-queue.ts'

/** Rows shown at most: thousands of files are told by their number. */
const rowsShown = 100

/** All uploads together: percent by bytes (each file counts at least one), and how many came to which end. */
export function summarize(uploads: readonly Upload[]) {
  const counted = uploads.filter(({ status }) => status !== 'cancelled')
  const weight = (bytes: number) => bytes + 1
  const total = counted.reduce((sum, { size }) => sum + weight(size), 0)
  const sent = counted.reduce(
    (sum, upload) =>
      sum + (upload.status === 'done' ? weight(upload.size) : Math.min(upload.sent, upload.size)),
    0,
  )
  return {
    percent: total === 0 ? 0 : (100 * sent) / total,
    done: uploads.filter(({ status }) => status === 'done').length,
    failed: uploads.filter(({ status }) => status === 'failed').length,
    unfinished: uploads
      .filter(({ status }) => status === 'waiting' || status === 'sending')
      .map(({ number }) => number),
  }
}

const urgency: Record<Upload['status'], number> = { failed: 0, sending: 1, waiting: 2, cancelled: 3, done: 4 }

/** The rows that matter most, when there are too many: failures, then what is going on. */
export function worthShowing(uploads: readonly Upload[]): { rows: readonly Upload[]; hidden: number } {
  if (uploads.length <= rowsShown) return { rows: uploads, hidden: 0 }
  const rows = [...uploads]
    .sort((one, other) => urgency[one.status] - urgency[other.status] || one.number - other.number)
    .slice(0, rowsShown)
  return { rows, hidden: uploads.length - rowsShown }
}
