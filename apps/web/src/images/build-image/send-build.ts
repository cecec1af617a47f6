import {
  BerthError,
  consoleRoutes,
  imageBuildSchema,
  problemSchema,
  type ImageBuild,
  type Repository,
} from '@berth/contract'
import { requestTarget } from '@berth/client'
import i18next from 'i18next'
import { filesToSend, type ContextFiles } from './context-files.ts'

/** What the form holds beside the files. */
export interface BuildValues {
  readonly name: string
  readonly source: 'files' | 'repository'
  /** The Dockerfile's text, of files. */
  readonly text: string
  readonly repository: Readonly<Record<keyof Repository, string>>
  /** Its path in the repository. */
  readonly dockerfile: string
  readonly buildArguments: string
  readonly target: string
  readonly noCache: boolean
  readonly pull: boolean
  readonly backend: string
}

/**
 * Sends a build; `progress` is told the share that has left, from 0 to 1 (`fetch` cannot tell it). Throws what the
 * console answers, or `upload-incomplete`.
 */
export function sendBuild(
  values: BuildValues,
  context: ContextFiles,
  progress: (share: number) => void,
  signal: AbortSignal,
): Promise<ImageBuild> {
  const { promise, resolve, reject } = Promise.withResolvers<ImageBuild>()
  const request = new XMLHttpRequest()
  const { source, text, repository, ...query } = values
  const ofFiles = source === 'files'
  const asked = { ...query, dockerfile: ofFiles ? context.dockerfile : query.dockerfile }
  request.open('POST', requestTarget(consoleRoutes.buildImage, { query: asked }))
  request.setRequestHeader('accept-language', i18next.language)
  request.upload.addEventListener('progress', ({ loaded, total }) =>
    progress(total === 0 ? 1 : loaded / total),
  )
  request.addEventListener('load', () => {
    try {
      const answer: unknown = JSON.parse(request.responseText)
      if (request.status < 300) resolve(imageBuildSchema.parse(answer))
      else reject(toError(answer))
    } catch (error) {
      reject(new BerthError('upload-incomplete', {}, { cause: error }))
    }
  })
  request.addEventListener('error', () => reject(new BerthError('upload-incomplete')))
  request.addEventListener('abort', () => reject(new BerthError('cancelled')))
  signal.addEventListener('abort', () => request.abort())
  request.send(ofFiles ? formOf(text, context) : formOfRepository(repository))
  return promise
}

function toError(answer: unknown): BerthError {
  const { code, params, errors = [] } = problemSchema.parse(answer)
  return new BerthError(code, params, { fields: errors })
}

function formOfRepository(repository: Repository): FormData {
  const form = new FormData()
  form.append('repository', JSON.stringify(repository))
  return form
}

/** The size before each file lets all of them be streamed straight through. */
function formOf(text: string, context: ContextFiles): FormData {
  const { dockerfile } = context
  const form = new FormData()
  const append = (path: string, file: Blob) => {
    form.append('size', String(file.size))
    form.append('files', file, path)
  }
  append(dockerfile, new Blob([text]))
  for (const { path, file } of filesToSend(context)) if (path !== dockerfile) append(path, file)
  return form
}
