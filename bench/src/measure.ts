import { readFileSync } from 'node:fs'

/** Milliseconds that `work` takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** The value below which a share of the sorted values lies: nearest rank, `share` in 0…1. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const value = sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]
  if (value === undefined) throw new RangeError('No values')
  return value
}

export const median = (values: readonly number[]): number => percentile(values, 0.5)

/** Proportional set size of a process in MiB: proc(5), smaps_rollup. */
export function proportionalSetSize(pid: number): number {
  const line = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))
  return Number(line?.[1] ?? 0) / 1024
}

/** A process and all below it, by /proc/<pid>/task/<tid>/children. */
export function withDescendants(pid: number): number[] {
  const tasks = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
  const children = tasks === '' ? [] : tasks.split(' ').map(Number)
  return [pid, ...children.flatMap(withDescendants)]
}

export interface Result {
  readonly name: string
  readonly bare: string
  readonly berth: string
  /** What the issue bounds: a ratio, or a difference in the named unit. */
  readonly value: number
  readonly unit: '×' | 'ms' | 'MiB' | 's'
  readonly bound: number
  readonly direction: 'at most' | 'at least'
}

export const kept = (result: Result): boolean =>
  result.direction === 'at most' ? result.value <= result.bound : result.value >= result.bound

/** One line a result, with its bound and whether it was kept. */
export function print(result: Result): void {
  const value = `${result.value.toFixed(2)} ${result.unit}`
  console.info(
    `${kept(result) ? 'ok  ' : 'OVER'} ${result.name}: ${value} (${result.direction} ${result.bound} ${result.unit}); bare ${result.bare}, Berth ${result.berth}`,
  )
}

/** Milliseconds as seconds, for a table. */
export const seconds = (milliseconds: number): string => `${(milliseconds / 1_000).toFixed(2)} s`
