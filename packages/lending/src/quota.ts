import { BerthError, type Limits } from '@berth/contract'

/** What an account may have in all; null: any amount. All but `containers` are of those that run, by their limits. */
export interface Quota {
  readonly containers: number | null
  readonly running: number | null
  readonly memory: number | null
  readonly cpus: number | null
}

/** The same of what it has. */
export type Lent = { readonly [K in keyof Quota]: number }

/** What a student may have, unless the operator says otherwise. */
export const defaultQuota = { containers: 100, running: 20, memory: 32 * 2 ** 30, cpus: 32 } as const

/** Throws `quota-exceeded` unless an account may have one more container. */
export function judgeCreation(lent: Lent, asked: Limits, quota: Quota): void {
  if (isPast(lent.containers + 1, quota.containers))
    throw new BerthError('quota-exceeded', { max: quota.containers })
  judgeStart(lent, asked, quota)
}

/** Throws `quota-running-exceeded`, `quota-memory-exceeded` or `quota-cpus-exceeded` unless one more may run. */
export function judgeStart(lent: Lent, asked: Limits, quota: Quota): void {
  if (isPast(lent.running + 1, quota.running))
    throw new BerthError('quota-running-exceeded', { max: quota.running })
  if (isPast(lent.memory + asked.memory, quota.memory))
    throw new BerthError('quota-memory-exceeded', {
      used: inGiB(lent.memory),
      asked: inGiB(asked.memory),
      max: inGiB(quota.memory),
    })
  if (isPast(lent.cpus + asked.cpus, quota.cpus))
    throw new BerthError('quota-cpus-exceeded', {
      used: rounded(lent.cpus),
      asked: rounded(asked.cpus),
      max: quota.cpus,
    })
}

/** Sums of hundredths are not exact. */
const isPast = (sum: number, max: number | null): max is number => max !== null && sum > max + 1e-9

const rounded = (value: number): number => Math.round(value * 100) / 100
const inGiB = (bytes: number): number => rounded(bytes / 2 ** 30)
