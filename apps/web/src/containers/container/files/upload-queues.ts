import { sendFilesTo } from './send-files.ts'
import { UploadQueue } from './upload-queue.ts'

const queues = new Map<string, UploadQueue>()

/** A container's uploads: they go on while other pages are looked at. */
export function uploadQueueOf(container: string): UploadQueue {
  const known = queues.get(container)
  if (known !== undefined) return known
  const made = new UploadQueue(sendFilesTo(container))
  queues.set(container, made)
  return made
}

/** Whether anything is still to be sent, of any container. */
const isUploading = (): boolean =>
  [...queues.values()].some((queue) =>
    queue.list().some(({ status }) => status === 'waiting' || status === 'sending'),
  )

// Leaving the site would break uploads off: the browser asks first.
globalThis.addEventListener('beforeunload', (event) => {
  if (isUploading()) event.preventDefault()
})
