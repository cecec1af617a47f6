import type { CleanUpPreview, CleanUpRules } from '@berth/contract'
import { freedBy, planCleanUp } from '@berth/lending'
import type { Pool } from 'pg'
import type { Backends } from '../../backends/backends.ts'
import { findCleanable } from './find-cleanable.ts'

/** What would go under some rules, the first to go first, and what its backends say that this frees. */
export async function previewCleanUp(
  pool: Pool,
  backends: Backends,
  rules: CleanUpRules,
): Promise<CleanUpPreview> {
  const found = await findCleanable(pool)
  const steps = new Map(planCleanUp(rules, found, new Date()).map((step) => [step.id, step]))
  const images = found.flatMap((image) => {
    const step = steps.get(image.id)
    return step === undefined ? [] : [{ ...image, ...step }]
  })
  const removed = new Set(images.map(({ reference }) => reference))
  return {
    images: images
      .sort((one, other) => one.at.getTime() - other.at.getTime())
      .map(({ id, name, owner, shared, size, usedAt, reason, at }) => ({
        id,
        name,
        owner,
        shared,
        size,
        usedAt: usedAt.toISOString(),
        reason,
        at: at.toISOString(),
      })),
    frees: images.length === 0 ? 0 : await freedOn(backends, removed),
  }
}

/** Null where a backend that has images does not answer or cannot tell. */
async function freedOn(backends: Backends, removed: ReadonlySet<string>): Promise<number | null> {
  const freed = await Promise.all(
    backends.all().map(async ({ client }) => {
      const signal = AbortSignal.timeout(30_000)
      return freedBy(removed, await client.listImages({ query: { ownSizes: 'true' }, signal }))
    }),
  ).catch(() => [null])
  return freed.reduce<number | null>((sum, one) => (sum === null || one === null ? null : sum + one), 0)
}
