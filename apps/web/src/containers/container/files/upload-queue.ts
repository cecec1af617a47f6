import type { ErrorCode, Problem } from '@berth/contract'
import type { FileToUpload } from '../../../ui/walk-entries.ts'

type UploadStatus = 'waiting' | 'sending' | 'done' | 'failed' | 'cancelled'
export interface Upload {
  readonly number: number
  readonly folder: string
  readonly path: string
  readonly file: File
  readonly size: number
  readonly sent: number
  readonly status: UploadStatus
  readonly problem?: { readonly code: ErrorCode; readonly params: Problem['params'] }
}

/** Sends files in one request; `progress` tells how many bytes of it have left. */
export type SendFiles = (
  folder: string,
  files: readonly FileToUpload[],
  progress: (sent: number) => void,
  signal: AbortSignal,
) => Promise<Upload['problem']>

/** Requests at a time, and what of small files goes into one. */
const atOnce = 3
const batchFiles = 50
const batchBytes = 4 * 1024 * 1024

/** The next uploads that go together: one large file, or small ones of the same folder until they are many. */
export function nextBatch(uploads: readonly Upload[]): readonly Upload[] {
  const batch: Upload[] = []
  let bytes = 0
  for (const upload of uploads) {
    if (upload.status !== 'waiting') continue
    const first = batch[0]
    if (first !== undefined && upload.folder !== first.folder) break
    if (first !== undefined && (bytes + upload.size > batchBytes || batch.length >= batchFiles)) break
    batch.push(upload)
    bytes += upload.size
  }
  return batch
}

/** How many of a request's bytes belong to each of its files, which travel one after the other. */
export function shareProgress(sizes: readonly number[], sent: number): number[] {
  let rest = sent
  return sizes.map((size) => {
    const own = Math.max(0, Math.min(size, rest))
    rest -= size
    return own
  })
}

const waiting = (number: number, folder: string, { path, file }: FileToUpload): Upload => ({
  number,
  folder,
  path,
  file,
  size: file.size,
  sent: 0,
  status: 'waiting',
})

/** Uploads of one container: a few requests at a time, each can be cancelled and tried again. */
export class UploadQueue {
  private readonly send: SendFiles
  private uploads: readonly Upload[] = []
  private readonly aborts = new Map<number, AbortController>()
  private readonly listeners = new Set<() => void>()
  private running = 0
  private next = 1

  constructor(send: SendFiles) {
    this.send = send
  }

  /** For `useSyncExternalStore`: the list is a new object whenever anything changed. */
  readonly list = (): readonly Upload[] => this.uploads
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  add(folder: string, files: readonly FileToUpload[]): void {
    const added = files.map((file) => waiting(this.next++, folder, file))
    this.change([...this.uploads, ...added])
    this.pump()
  }

  cancel(numbers: readonly number[]): void {
    const wanted = new Set(numbers)
    for (const number of wanted) this.aborts.get(number)?.abort()
    this.update(wanted, (upload) =>
      upload.status === 'waiting' || upload.status === 'sending'
        ? { ...upload, status: 'cancelled' }
        : upload,
    )
  }

  retry(numbers: readonly number[]): void {
    this.update(new Set(numbers), ({ number, folder, path, file }) => waiting(number, folder, { path, file }))
    this.pump()
  }

  /** Takes what is over off the list. */
  clear(): void {
    this.change(this.uploads.filter(({ status }) => status === 'waiting' || status === 'sending'))
  }

  private pump(): void {
    while (this.running < atOnce) {
      const batch = nextBatch(this.uploads)
      if (batch.length === 0) return
      this.running += 1
      void this.run(batch).finally(() => {
        this.running -= 1
        this.pump()
      })
    }
  }

  private async run(batch: readonly Upload[]): Promise<void> {
    const numbers = new Set(batch.map((upload) => upload.number))
    const abort = new AbortController()
    for (const number of numbers) this.aborts.set(number, abort)
    this.update(numbers, (upload) => ({ ...upload, status: 'sending' }))
    const sizes = batch.map((upload) => upload.size)
    const onProgress = (sent: number) => {
      const shares = shareProgress(sizes, sent)
      const share = new Map(batch.map((upload, at) => [upload.number, shares[at] ?? 0]))
      this.update(numbers, (upload) => ({ ...upload, sent: share.get(upload.number) ?? 0 }))
    }
    const problem = await this.send(batch[0]?.folder ?? '/', batch, onProgress, abort.signal)
    for (const number of numbers) this.aborts.delete(number)
    this.update(numbers, (upload) => finished(upload, problem, abort.signal.aborted))
  }

  private update(numbers: ReadonlySet<number>, change: (upload: Upload) => Upload): void {
    this.change(this.uploads.map((upload) => (numbers.has(upload.number) ? change(upload) : upload)))
  }

  private change(uploads: readonly Upload[]): void {
    this.uploads = uploads
    for (const listener of this.listeners) listener()
  }
}

/** A cancelled request takes the files that shared it back into the queue: only those cancelled are over. */
function finished(upload: Upload, problem: Upload['problem'], aborted: boolean): Upload {
  if (upload.status === 'cancelled') return upload
  if (aborted) return { ...upload, status: 'waiting', sent: 0 }
  if (problem !== undefined) return { ...upload, status: 'failed', problem }
  return { ...upload, status: 'done', sent: upload.size }
}
