import type { FieldError, Limits } from '@berth/contract'

const MiB = 1_048_576

/** What a container gets where nothing is asked for. */
export const defaultLimits: Limits = { memory: 1_024 * MiB, cpus: 1, pids: 512, gpus: 0 }
/** What may be asked for at most, unless the operator says otherwise. */
export const maximumLimits: Limits = { memory: 16_384 * MiB, cpus: 8, pids: 4_096, gpus: 0 }
/** Docker refuses less memory than 6 MiB; below 16 MiB hardly a shell lives. A hundredth of a CPU is Docker's least. */
export const minimumLimits: Limits = { memory: 16 * MiB, cpus: 0.01, pids: 8, gpus: 0 }

export interface LimitRules {
  readonly defaults: Limits
  readonly maximum: Limits
}

/** What was asked for, completed by the defaults; every limit out of range is told. */
export function judgeLimits(
  asked: { readonly [K in keyof Limits]?: Limits[K] | undefined } | undefined,
  rules: LimitRules = { defaults: defaultLimits, maximum: maximumLimits },
): { limits: Limits; errors: FieldError[] } {
  const limits = { ...rules.defaults }
  const errors: FieldError[] = []
  for (const limit of ['memory', 'cpus', 'pids', 'gpus'] as const) {
    const value = asked?.[limit] ?? limits[limit]
    const [min, max] = [minimumLimits[limit], rules.maximum[limit]]
    const whole = limit === 'cpus' || Number.isSafeInteger(value)
    if (whole && value >= min && value <= max) limits[limit] = value
    else errors.push({ path: `limits.${limit}`, code: 'limit-invalid', params: { limit, min, max } })
  }
  return { limits, errors }
}
