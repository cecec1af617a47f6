import { contextFilter } from '@berth/contract/context-filter'
import type { FileToUpload } from '../../ui/walk-entries.ts'

/** The build context as it is sent: files by their paths, the Dockerfile's text apart, as it may be edited. */
export interface ContextFiles {
  readonly files: readonly FileToUpload[]
  /** Its path in the context. */
  readonly dockerfile: string
  /** The text of `.dockerignore`. */
  readonly ignore: string
}

export const noFiles: ContextFiles = { files: [], dockerfile: 'Dockerfile', ignore: '' }

const isDockerfile = (path: string): boolean =>
  /^(?:Dockerfile|Containerfile)(?:\.[^/]+)?$|\.(?:Dockerfile|Containerfile)$/i.test(nameOf(path))
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
const depthOf = (path: string): number => path.split('/').length

/**
 * The context with more files: a folder that is dropped is the context itself, not a folder in it; a file with the
 * same path takes the other's place. The Dockerfile is the one nearest to the top.
 */
export function withFiles(
  { files, dockerfile, ignore }: ContextFiles,
  more: readonly FileToUpload[],
): ContextFiles {
  const added = withoutCommonFolder(more)
  const paths = new Set(added.map(({ path }) => path))
  const all = [...files.filter(({ path }) => !paths.has(path)), ...added]
  const [found] = all
    .map(({ path }) => path)
    .filter(isDockerfile)
    .toSorted((a, b) => depthOf(a) - depthOf(b) || nameOf(a).length - nameOf(b).length)
  return { files: all, dockerfile: found ?? dockerfile, ignore }
}

function withoutCommonFolder(files: readonly FileToUpload[]): readonly FileToUpload[] {
  const tops = new Set(
    files.map(({ path }) => (path.includes('/') ? path.slice(0, path.indexOf('/') + 1) : '')),
  )
  const [top = ''] = tops
  return tops.size === 1 ? files.map(({ path, file }) => ({ path: path.slice(top.length), file })) : files
}

/** The files that are sent: those that `.dockerignore` does not name. Throws `build-refused` where it cannot be read. */
export function filesToSend({ files, dockerfile, ignore }: ContextFiles): readonly FileToUpload[] {
  const keeps = contextFilter(ignore, dockerfile)
  return files.filter(({ path }) => keeps(path))
}

/** Bytes of all files. */
export const totalSize = (files: readonly FileToUpload[]): number =>
  files.reduce((sum, { file }) => sum + file.size, 0)
