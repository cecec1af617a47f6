import type { CleanUpPreview, CleanUpRules } from '@berth/contract'
import { freedBy, planCleanUp } from '@berth/lending'
import type { Pool } from 'pg'
import type { Backends, ConnectedBackend } from '../../backends/backends.ts'
import { findUntaggedDue } from './clean-up-untagged.ts'
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
  const shares = await Promise.all(backends.all().map((backend) => shareOf(backend, rules, removed)))
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
    untagged: shares.reduce((sum, { untagged }) => sum + untagged, 0),
    frees: sumOf(shares.map(({ frees }) => frees)),
  }
}

/** `frees` null: the backend does not answer, or cannot tell. */
async function shareOf(
  backend: ConnectedBackend,
  rules: CleanUpRules,
  removed: ReadonlySet<string>,
): Promise<{ untagged: number; frees: number | null }> {
  try {
    const untagged = await findUntaggedDue(rules, backend)
    const signal = AbortSignal.timeout(60_000)
    const listed =
      removed.size === 0 ? [] : await backend.client.listImages({ query: { ownSizes: 'true' }, signal })
    const sizes = untagged.map(({ ownSize }) => ownSize ?? null)
    return { untagged: untagged.length, frees: sumOf([freedBy(removed, listed), ...sizes]) }
  } catch {
    return { untagged: 0, frees: null }
  }
}

const sumOf = (values: readonly (number | null)[]): number | null =>
  values.reduce<number | null>((sum, value) => (sum === null || value === null ? null : sum + value), 0)
