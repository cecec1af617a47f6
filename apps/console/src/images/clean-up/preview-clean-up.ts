import type { AgentImage, CleanUpPreview, CleanUpRules } from '@berth/contract'
import { freedBy, planCleanUp } from '@berth/lending'
import type { Pool } from 'pg'
import type { Backends, ConnectedBackend } from '../../backends/backends.ts'
import { findUntaggedDue } from './clean-up-untagged.ts'
import { findCleanable } from './find-cleanable.ts'
import { listLayers } from './list-layers.ts'

/** What would go under some rules, the first to go first, and what its backends say that this frees. */
export async function previewCleanUp(
  pool: Pool,
  backends: Backends,
  rules: CleanUpRules,
): Promise<CleanUpPreview> {
  const layers = await listLayers(backends)
  const found = await findCleanable(pool, layers)
  const steps = new Map(planCleanUp(rules, found, new Date()).map((step) => [step.id, step]))
  const images = found.flatMap((image) => {
    const step = steps.get(image.id)
    return step === undefined ? [] : [{ ...image, ...step }]
  })
  const removed = new Set(images.map(({ reference }) => reference))
  const shares = await Promise.all(
    backends.all().map((backend) => shareOf(backend, rules, removed, layers.get(backend.row.name))),
  )
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
    untagged: shares.flatMap(({ untagged }) => untagged),
    frees: sumOf(shares.map(({ frees }) => frees)),
  }
}

interface Share {
  readonly untagged: CleanUpPreview['untagged']
  /** Null: the backend does not answer, or cannot tell. */
  readonly frees: number | null
}

async function shareOf(
  backend: ConnectedBackend,
  rules: CleanUpRules,
  removed: ReadonlySet<string>,
  listed: readonly AgentImage[] | null | undefined,
): Promise<Share> {
  try {
    const due = await findUntaggedDue(rules, backend)
    const untagged = due.map(({ id, account, ownSize, createdAt }) => ({
      id,
      backend: backend.row.name,
      owner: account,
      size: ownSize ?? null,
      createdAt,
    }))
    const nothing = removed.size === 0 && due.length === 0
    // Undefined: it keeps no images.
    if (nothing || listed === undefined) return { untagged, frees: 0 }
    const going = new Set([...removed, ...due.map(({ id }) => id)])
    return { untagged, frees: listed === null ? null : freedBy(going, listed) }
  } catch {
    return { untagged: [], frees: null }
  }
}

const sumOf = (values: readonly (number | null)[]): number | null =>
  values.reduce<number | null>((sum, value) => (sum === null || value === null ? null : sum + value), 0)
