import { setTimeout as sleep } from 'node:timers/promises'
import type { Lease } from '../jobs/lease.ts'
import { createReconciler, type RunnerParts } from './reconcile-runners.ts'

/** Milliseconds between two looks, where nothing says that something changed. */
const pause = 5_000

/**
 * Brings about the runners that are wanted, one replica for all: at each change of a runner and from time to time.
 * Ends with the lease.
 */
export async function keepRunners(parts: RunnerParts, lease: Lease): Promise<void> {
  const reconcile = createReconciler(parts)
  let wake = new AbortController()
  let mine = false
  parts.hub.onChange(({ type }) => {
    if (type === 'runner') wake.abort()
  })
  while (!lease.lost.aborted) {
    wake = new AbortController()
    try {
      mine ||= await lease.tryLock('runners')
      if (mine) await reconcile.run()
    } catch (error) {
      parts.log.warn({ err: error }, 'runners could not be looked after')
    }
    const waited = AbortSignal.any([lease.lost, wake.signal])
    await sleep(pause, undefined, { signal: waited }).catch(() => undefined)
  }
}
