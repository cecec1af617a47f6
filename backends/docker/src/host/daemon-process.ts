import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { openLog } from './log-file.ts'
import { processState } from './process-state.ts'

/** dockerd stops containers first, giving them 15 s (its --shutdown-timeout), then unmounts. */
const stopDeadlineMs = 45_000

/** The process that a pid file names, if it runs and is the daemon of that configuration. */
export function runningDaemon(pidFile: string, configFile: string): number | undefined {
  if (!existsSync(pidFile)) return undefined
  const pid = Number(readFileSync(pidFile, 'utf8').trim())
  return Number.isInteger(pid) && pid > 1 && isDaemon(pid, configFile) ? pid : undefined
}

/** Whether a process lives and is the daemon of that configuration (and not another that was given its number). */
export function isDaemon(pid: number, configFile: string): boolean {
  try {
    return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8')
      .split('\0')
      .includes(configFile)
  } catch {
    return false
  }
}

/**
 * Starts dockerd in a process group of its own: a terminal's Ctrl-C reaches Berth first, which stops it in order.
 * Returns its process id; it outlives this process.
 */
export async function spawnDaemon(command: readonly string[], logFile: string): Promise<number> {
  const [program = '', ...args] = command
  const log = await openLog(logFile)
  try {
    const child = spawn(program, args, {
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    })
    const pid = await new Promise<number>((resolve, reject) => {
      child.once('error', reject)
      child.once('spawn', () => {
        resolve(child.pid ?? 0)
      })
    })
    child.unref()
    return pid
  } finally {
    await log.close()
  }
}

/**
 * dockerd takes any process with the number in containerd's pid file for its containerd and then waits for it in vain:
 * after a crash that file has to go, once that containerd has ended (it is killed together with dockerd).
 */
export async function forgetContainerd(execRoot: string): Promise<void> {
  const pidFile = join(execRoot, 'containerd', 'containerd.pid')
  if (!existsSync(pidFile)) return
  const pid = Number(readFileSync(pidFile, 'utf8').trim())
  const deadline = Date.now() + 5000
  while (processState(pid) === 'running' && isContainerd(pid) && Date.now() < deadline) await delay(25)
  if (processState(pid) !== 'running' || !isContainerd(pid)) await rm(pidFile, { force: true })
}

function isContainerd(pid: number): boolean {
  return (
    existsSync(`/proc/${String(pid)}/comm`) &&
    readFileSync(`/proc/${String(pid)}/comm`, 'utf8').trim() === 'containerd'
  )
}

/** Asks the daemon to stop its containers and end; kills it if it has not within the deadline. */
export async function stopDaemon(pid: number, configFile: string, pidFile: string): Promise<void> {
  signal(pid, 'SIGTERM')
  const deadline = Date.now() + stopDeadlineMs
  while (isDaemon(pid, configFile) && Date.now() < deadline) await delay(25)
  if (isDaemon(pid, configFile)) signal(pid, 'SIGKILL')
  while (isDaemon(pid, configFile)) await delay(25)
  await rm(pidFile, { force: true })
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
