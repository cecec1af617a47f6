import type { Limits } from '@berth/contract'
import type { CreateValues, Fault, FormContext, Section } from '../section.ts'

export type LimitName = keyof Limits
export const limitNames = ['memory', 'cpus', 'pids', 'gpus'] as const satisfies readonly LimitName[]

export const gibibyte = 2 ** 30
/** Smallest limits that make sense: 64 MiB, a tenth of a CPU, 10 processes. */
export const minimum: Limits = { memory: 64 * 2 ** 20, cpus: 0.1, pids: 10, gpus: 0 }

/** The four limits; what was left as it is by default is not asked for. */
export const limitsSection: Section<LimitName> = {
  initial: ({ session }) => ({ ...session.defaults.limits }),
  validate(values, context) {
    const faults: Partial<Record<LimitName, Fault>> = {}
    for (const name of limitNames) {
      const fault = limitFault(name, values, context)
      if (fault !== null) faults[name] = fault
    }
    return faults
  },
  contribute(values, { session }) {
    const changed = limitNames.filter((name) => values[name] !== session.defaults.limits[name])
    if (changed.length === 0) return {}
    return { limits: Object.fromEntries(changed.map((name) => [name, rounded(name, Number(values[name]))])) }
  },
}

const rounded = (name: LimitName, value: number): number => (name === 'cpus' ? value : Math.round(value))

function limitFault(name: LimitName, values: CreateValues, { session }: FormContext): Fault | null {
  const value = values[name]
  const max = session.defaults.maximum[name]
  const min = Math.min(minimum[name], max)
  if (typeof value === 'number' && value >= min && value <= max) return null
  const shown = (bound: number) =>
    name === 'memory' ? `${Math.round((bound / gibibyte) * 100) / 100} GiB` : bound
  return { key: 'create.limit-fault', params: { min: shown(min), max: shown(max) } }
}
