import type { Lease } from '../jobs/lease.ts'
import { followBackend, type FollowContext } from './follow-backend.ts'

interface Followed {
  readonly address: string
  readonly stop: AbortController
}

/** Follows every backend for as long as the lease lasts: also those added meanwhile, and anew where the address changed. */
export async function followAll(context: FollowContext, lease: Lease): Promise<void> {
  const { backends, log } = context
  const followed = new Map<string, Followed>()
  const running = new Set<Promise<void>>()
  const follow = (name: string, address: string) => {
    const stop = new AbortController()
    followed.set(name, { address, stop })
    const work: Promise<void> = followBackend(context, lease, name, stop.signal)
      .catch((error: unknown) => {
        if (lease.lost.aborted) return
        log.error({ backend: name, err: error }, 'following a backend failed')
        // Given up unexpectedly: the next change of any backend begins it anew, and so does this.
        followed.delete(name)
        setTimeout(look, 1_000).unref()
      })
      .finally(() => running.delete(work))
    running.add(work)
  }
  const look = () => {
    if (lease.lost.aborted) return
    const now = new Map(
      backends
        .all()
        .map(({ row }) => [row.name, `${row.url} ${row.ca ?? ''} ${row.token.toString('base64')}`]),
    )
    for (const [name, { address, stop }] of followed) {
      if (now.get(name) === address) continue
      stop.abort()
      followed.delete(name)
    }
    for (const [name, address] of now) if (!followed.has(name)) follow(name, address)
  }
  const unsubscribe = backends.onChange(look)
  look()
  await lease.ended
  unsubscribe()
  await Promise.all(running)
}
