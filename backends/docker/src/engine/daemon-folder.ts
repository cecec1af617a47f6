import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * The daemon's data folder as this process sees it; undefined if it does not. A daemon may have mounts of its own (one
 * that Berth starts for data below a closed folder has): then the way leads through the daemon's process.
 */
export async function daemonFolder(path: string): Promise<string | undefined> {
  if (isDataFolder(path)) return path
  for (const pid of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(pid) || (await nameOf(pid)) !== 'dockerd') continue
    const seen = `/proc/${pid}/root${path}`
    if (isDataFolder(seen)) return seen
  }
  return existsSync(path) ? path : undefined
}

/** Docker and Podman make one of these in it. */
const isDataFolder = (path: string): boolean =>
  ['containers', 'overlay-containers'].some((name) => existsSync(join(path, name)))

const nameOf = (pid: string): Promise<string> =>
  readFile(`/proc/${pid}/comm`, 'utf8').then(
    (name) => name.trim(),
    () => '',
  )
