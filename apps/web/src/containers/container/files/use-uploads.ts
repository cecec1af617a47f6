import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import type { UploadQueue, Upload } from './upload-queue.ts'
import { uploadQueueOf } from './upload-queues.ts'

/** The name under which a container's folders are kept in the page. */
export const folderKey = (container: string, path?: string) =>
  path === undefined ? ['files', container] : ['files', container, path]

/** A container's uploads as they go; its folders are read again after each. */
export function useUploads(container: string): { queue: UploadQueue; uploads: readonly Upload[] } {
  const queue = uploadQueueOf(container)
  const uploads = useSyncExternalStore(queue.subscribe, queue.list)
  const queries = useQueryClient()
  const done = uploads.filter(({ status }) => status === 'done').length
  useEffect(() => {
    if (done > 0) void queries.invalidateQueries({ queryKey: folderKey(container) })
  }, [queries, container, done])
  return { queue, uploads }
}
