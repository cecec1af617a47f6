import { readdir, readFile } from 'node:fs/promises'
import { constants } from 'node:os'
import { arch } from 'node:process'
import type Docker from 'dockerode'
import { stopGraceSeconds } from '@berth/contract'

/** A process as /proc tells of it: the files `status` and `syscall`, and how many threads it has. */
export interface ProcessState {
  readonly status: string
  readonly syscalls: readonly string[]
  readonly threads: number
}

/**
 * Seconds that a container's main process is given to end by itself: none if it does nothing at the signal that asks
 * it to. The kernel keeps signals that it does not handle from the first process of a PID namespace, such as a shell
 * or `sleep`, so the grace period would only be waited out. Where that cannot be told for sure, the whole period.
 * https://man7.org/linux/man-pages/man7/pid_namespaces.7.html
 */
export async function stopGrace(container: Docker.Container, local: boolean): Promise<number> {
  const { Id, State, Config } = await container.inspect()
  const signal = signalNumber('StopSignal' in Config ? String(Config.StopSignal) : '')
  if (!local || State.Pid === 0) return stopGraceSeconds
  try {
    const state = await processState(`/proc/${String(State.Pid)}`, Id)
    return state !== undefined && isDeafTo(state, signal) ? 0 : stopGraceSeconds
  } catch {
    return stopGraceSeconds
  }
}

/** Undefined where the number means another process, since this one is in a container itself. */
async function processState(folder: string, container: string): Promise<ProcessState | undefined> {
  const read = (name: string) => readFile(`${folder}/${name}`, 'utf8')
  if (!(await read('cgroup')).includes(container)) return undefined
  const threads = (await readdir(`${folder}/task`)).length
  const before = await read('syscall')
  const status = await read('status')
  return { status, threads, syscalls: [before, await read('syscall')] }
}

/** Numbers of rt_sigtimedwait. https://github.com/torvalds/linux/blob/v6.12/arch/x86/entry/syscalls/syscall_64.tbl */
const sigtimedwait: Readonly<Record<string, string>> = { x64: '128', arm64: '137' }

/**
 * Whether a process certainly does nothing at a signal: it neither catches it nor has blocked it to take it from its
 * queue. While a thread waits for its queue, as init programs do, the kernel shows the signal as not blocked.
 */
export function isDeafTo(
  { status, syscalls, threads }: ProcessState,
  signal: number,
  on: string = arch,
): boolean {
  const waits = sigtimedwait[on]
  const known = waits !== undefined && threads === 1
  if (!known || syscalls.some((call) => !/^\d+ /.test(call) || call.startsWith(`${waits} `))) return false
  const masks = ['SigCgt', 'SigBlk'].map(
    (name) => new RegExp(`^${name}:\\s*([0-9a-f]+)$`, 'm').exec(status)?.[1],
  )
  return masks.every(
    (mask) => mask !== undefined && (BigInt(`0x${mask}`) & (1n << BigInt(signal - 1))) === 0n,
  )
}

/** Of `SIGTERM`, `TERM` or `15`. */
function signalNumber(name: string): number {
  const signals: Readonly<Record<string, number>> = constants.signals
  const upper = name.toUpperCase()
  return signals[upper] ?? signals[`SIG${upper}`] ?? (Number(name) || constants.signals.SIGTERM)
}
