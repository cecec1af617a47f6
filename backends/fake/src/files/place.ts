import { BerthError, type UploadResult } from '@berth/contract'
import type { FileTree } from './file-tree.ts'

/** Puts files where they belong, all or none of them; `path-invalid` where a folder is in the way. */
export function place(files: FileTree, read: readonly [path: string, bytes: Buffer][]): UploadResult {
  if (!read.every(([path]) => files.mayWrite(path))) throw new BerthError('path-invalid')
  for (const [path, bytes] of read) files.write(path, bytes)
  return { files: read.length, bytes: read.reduce((sum, [, bytes]) => sum + bytes.length, 0) }
}
