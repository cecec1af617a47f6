import { statSync } from 'node:fs'
import { dirname } from 'node:path'

/** Whether every user gets through all folders above a path (/root lets nobody through, nor what is below it). */
export function openToAll(path: string): boolean {
  const folder = dirname(path)
  return (statSync(folder).mode & 0o001) !== 0 && (folder === '/' || openToAll(folder))
}
