import { readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'

const graceMs = 5_000

/**
 * Ends the agent that a pid file names, if the process that started it is gone: its successor takes its place. One
 * whose parent lives is left alone. Whatever other process has that number by now is left alone too: it has not this
 * `program` in its command line.
 */
export async function takeOver(pidFile: string, program: string): Promise<void> {
  const pid = Number(await readFile(pidFile, 'utf8').catch(() => ''))
  if (!Number.isInteger(pid) || pid <= 1 || pid === process.pid) return
  const orphaned = (await isAgent(pid, program)) && !(await hasParent(pid))
  if (!orphaned) return
  process.kill(pid, 'SIGTERM')
  const deadline = Date.now() + graceMs
  while ((await isAgent(pid, program)) && Date.now() < deadline) await delay(20)
  if (await isAgent(pid, program)) process.kill(pid, 'SIGKILL')
}

const words = async (pid: number, file: 'cmdline' | 'environ'): Promise<string[]> =>
  (await readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')).split('\0')

const isAgent = async (pid: number, program: string): Promise<boolean> =>
  (await words(pid, 'cmdline')).includes(program)

async function hasParent(pid: number): Promise<boolean> {
  const parent = (await words(pid, 'environ'))
    .find((word) => word.startsWith('BERTH_PARENT_PID='))
    ?.split('=')[1]
  return (
    parent !== undefined &&
    Number(parent) !== process.ppid &&
    (await words(Number(parent), 'cmdline'))[0] !== ''
  )
}
