import type { Image } from '@berth/contract'
import type { images } from '../database/schema.ts'

interface ImageUse {
  readonly id: string
  readonly name: string
}

/** A row with the containers made from it: how many, and (of whom was asked for) which. */
export type ImageRow = typeof images.$inferSelect & {
  readonly uses: number
  readonly usedBy: Readonly<Record<string, readonly ImageUse[]>>
}

/** As this account sees it. */
export function viewImage(row: ImageRow, account: string): Image {
  const colon = row.name.lastIndexOf(':')
  const usedBy = row.usedBy[account] ?? []
  return {
    id: row.id,
    reference: row.reference,
    name: row.name.replace(/:latest$/, ''),
    tag: row.name.slice(colon + 1),
    owner: row.owner,
    description: row.description,
    shared: row.shared,
    recommended: row.recommended,
    removing: row.removing,
    size: row.size,
    digest: row.contentId,
    registryDigest: row.pushedId === row.contentId ? (row.pushed?.split('@')[1] ?? null) : null,
    backends: row.backends,
    usedBy: [...usedBy],
    usedByOthers: row.uses - usedBy.length,
    going:
      row.goingAt === null || row.goingReason === null
        ? null
        : { at: row.goingAt.toISOString(), reason: row.goingReason },
    createdAt: row.createdAt.toISOString(),
  }
}
