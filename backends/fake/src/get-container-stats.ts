import { setTimeout as wait } from 'node:timers/promises'
import type { Stats } from '@berth/contract'
import type { World } from './world.ts'

/** Milliseconds between two readings. */
const interval = 100

export async function* getContainerStats(
  world: World,
  id: string,
  { follow, signal }: { follow: boolean; signal: AbortSignal },
): AsyncGenerator<Stats> {
  world.enter('getContainerStats')
  const container = world.running(id)
  do {
    yield {
      time: world.now(),
      cpus: 0.1,
      memory: 1_000_000,
      memoryLimit: container.spec.limits.memory,
      networkReceived: 0,
      networkSent: 0,
      pids: 1,
    }
    if (follow) await wait(interval, undefined, { signal }).catch(() => undefined)
  } while (follow && !signal.aborted && container.main)
}
