import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { openLog, processState } from '@berth/docker/host'
import type { Cluster } from './postgres-cluster.ts'

/** A running postmaster: `ended` is settled when it has gone. */
export interface Postmaster {
  readonly pid: number
  readonly ended: Promise<void>
}

/** The postmaster that a killed parent left behind, if it still runs on this cluster. */
export function findPostmaster(cluster: Cluster): Postmaster | undefined {
  const pidFile = join(cluster.folder, 'postmaster.pid')
  if (!existsSync(pidFile)) return undefined
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0])
  return Number.isInteger(pid) && pid > 1 && serves(pid, cluster.folder)
    ? { pid, ended: goneFrom(pid, cluster.folder) }
    : undefined
}

/** Starts a postmaster in a process group of its own: a terminal's Ctrl-C must not end it before the console. */
export async function spawnPostmaster(cluster: Cluster): Promise<Postmaster> {
  const log = await openLog(cluster.logFile)
  try {
    const [program, ...args] = cluster.command
    const child = spawn(program, args, {
      cwd: '/',
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      env: { PATH: process.env['PATH'], LC_ALL: 'C' },
    })
    const ended = once(child, 'exit').then(() => undefined)
    await once(child, 'spawn')
    return { pid: child.pid ?? 0, ended }
  } finally {
    await log.close()
  }
}

/** Ends a postmaster: first orderly, within 20 s, then at once (nothing committed is lost either way). */
export async function stopPostmaster(postmaster: Postmaster): Promise<void> {
  for (const [signal, patienceMs] of [
    ['SIGINT', 20_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    try {
      process.kill(postmaster.pid, signal)
    } catch {
      return
    }
    const timer = new AbortController()
    const tired = delay(patienceMs, false, { signal: timer.signal }).catch(() => false)
    const gone = await Promise.race([postmaster.ended.then(() => true), tired])
    timer.abort()
    if (gone) return
  }
}

/** A postmaster's working folder is its cluster, which tells it from another process that was given its number. */
function serves(pid: number, folder: string): boolean {
  try {
    const [working, cluster] = [statSync(`/proc/${String(pid)}/cwd`), statSync(folder)]
    return working.dev === cluster.dev && working.ino === cluster.ino
  } catch {
    return false
  }
}

/** A process that has ended keeps its number, which PostgreSQL heeds, until its parent has noticed. */
async function goneFrom(pid: number, folder: string): Promise<void> {
  while (serves(pid, folder) || processState(pid) === 'ended') await delay(50)
}
