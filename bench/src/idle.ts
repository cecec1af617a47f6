import { setTimeout as wait } from 'node:timers/promises'
import type { Bench } from './bench.ts'
import { proportionalSetSize, withDescendants } from './measure.ts'

/** Memory of console, agent and PostgreSQL with nothing to do, after the start has settled. */
export const run: Bench = async ({ berth }) => {
  await wait(30_000)
  const sizes = new Map(
    [berth.processes.console, berth.processes.agent, berth.processes.postgres]
      .flatMap(withDescendants)
      .map((pid) => [pid, proportionalSetSize(pid)]),
  )
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0)
  return [
    {
      name: 'idle memory',
      bare: '–',
      berth: `${total.toFixed(0)} MiB in ${sizes.size} processes`,
      value: total,
      unit: 'MiB',
      bound: 200,
      direction: 'at most',
    },
  ]
}
