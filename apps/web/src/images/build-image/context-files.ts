import type { FileToUpload } from '../../ui/walk-entries.ts'

/** The build context as it is sent: files by their paths, the Dockerfile's text apart, as it may be edited. */
export interface ContextFiles {
  readonly files: readonly FileToUpload[]
  /** Its path in the context. */
  readonly dockerfile: string
}

export const noFiles: ContextFiles = { files: [], dockerfile: 'Dockerfile' }

const isDockerfile = (path: string): boolean =>
  /^(?:Dockerfile|Containerfile)(?:\.[^/]+)?$|\.(?:Dockerfile|Containerfile)$/i.test(nameOf(path))
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
const depthOf = (path: string): number => path.split('/').length

/**
 * The context with more files: a folder that is dropped is the context itself, not a folder in it; a file with the
 * same path takes the other's place. The Dockerfile is the one nearest to the top.
 */
export function withFiles({ files, dockerfile }: ContextFiles, more: readonly FileToUpload[]): ContextFiles {
  const added = withoutCommonFolder(more)
  const paths = new Set(added.map(({ path }) => path))
  const all = [...files.filter(({ path }) => !paths.has(path)), ...added]
  const [found] = all
    .map(({ path }) => path)
    .filter(isDockerfile)
    .toSorted((a, b) => depthOf(a) - depthOf(b) || nameOf(a).length - nameOf(b).length)
  return { files: all, dockerfile: found ?? dockerfile }
}

function withoutCommonFolder(files: readonly FileToUpload[]): readonly FileToUpload[] {
  const tops = new Set(
    files.map(({ path }) => (path.includes('/') ? path.slice(0, path.indexOf('/') + 1) : '')),
  )
  const [top = ''] = tops
  return tops.size === 1 ? files.map(({ path, file }) => ({ path: path.slice(top.length), file })) : files
}

/** Bytes of all files. */
export const totalSize = ({ files }: ContextFiles): number =>
  files.reduce((sum, { file }) => sum + file.size, 0)
