import { consoleRoutes, problemSchema } from '@berth/contract'
import { requestTarget } from '@berth/client'
import i18next from 'i18next'
import type { SendFiles } from './upload-queue.ts'

/**
 * Sends files of a container in one request; `fetch` cannot tell how much has left, so it is an XMLHttpRequest.
 * `size` before each file lets the console stream it straight through.
 */
export const sendFilesTo =
  (container: string): SendFiles =>
  (folder, files, progress, signal) =>
    new Promise((resolve) => {
      const form = new FormData()
      for (const { path, file } of files) {
        form.append('size', String(file.size))
        form.append('files', file, path)
      }
      const request = new XMLHttpRequest()
      request.open(
        'POST',
        requestTarget(consoleRoutes.uploadFiles, { params: { id: container }, query: { path: folder } }),
      )
      request.setRequestHeader('accept-language', i18next.language)
      request.upload.addEventListener('progress', (event) => progress(event.loaded))
      request.addEventListener('load', () => resolve(request.status < 300 ? undefined : problemOf(request)))
      request.addEventListener('error', () => resolve({ code: 'upload-incomplete', params: {} }))
      request.addEventListener('abort', () => resolve({ code: 'cancelled', params: {} }))
      signal.addEventListener('abort', () => request.abort())
      request.send(form)
    })

function problemOf(request: XMLHttpRequest): NonNullable<Awaited<ReturnType<SendFiles>>> {
  try {
    const { code, params } = problemSchema.parse(JSON.parse(request.responseText))
    return { code, params }
  } catch {
    return { code: 'upload-incomplete', params: {} }
  }
}
