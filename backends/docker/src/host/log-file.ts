import { existsSync, readFileSync } from 'node:fs'
import { open, rename, stat, type FileHandle } from 'node:fs/promises'

const longestLog = 5 * 1024 * 1024

/** Opens the log of a program that we start, to be appended to. One above 5 MiB first becomes `<name>.1`. */
export async function openLog(path: string): Promise<FileHandle> {
  if (existsSync(path) && (await stat(path)).size > longestLog) await rename(path, `${path}.1`)
  return open(path, 'a', 0o600)
}

/** The last lines of a log, for the message of a failure. */
export function lastLines(path: string, count = 12): string {
  return existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n').slice(-count).join('\n') : ''
}
