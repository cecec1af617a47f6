import type { CleanUpReason, CleanUpRules } from '@berth/contract'

/** An image as far as its clean-up goes. */
export interface CleanableImage {
  readonly id: string
  readonly owner: string
  /** What it is made of; images of one content take up their place once. */
  readonly content: string
  /** Bytes. */
  readonly size: number
  /** When it was made, or last had a container or was kept by its owner: the latest. */
  readonly usedAt: Date
  /** A container is made from it, or is going to be. */
  readonly inUse: boolean
  readonly recommended: boolean
  /** What its owner was told; null: nothing yet. */
  readonly goingAt: Date | null
}

export interface CleanUpStep {
  readonly id: string
  readonly reason: CleanUpReason
  /** Not removed before. */
  readonly at: Date
}

const day = 24 * 60 * 60 * 1_000

/**
 * Which images go by the rules, and when. What a container uses and what is recommended never goes, and nothing goes
 * before its owner was told for `graceDays`. Of an account with too much, what was used longest ago goes first, and
 * no more than has to.
 */
export function planCleanUp(
  rules: CleanUpRules,
  images: readonly CleanableImage[],
  now: Date,
): CleanUpStep[] {
  const unused = images.filter((image) => isFree(image) && isUnused(image, rules.unusedDays, now))
  const gone = new Set(unused.map(({ id }) => id))
  const rest = images.filter(({ id }) => !gone.has(id))
  const excess = [...byKey(rest, ({ owner }) => owner).values()].flatMap((own) =>
    excessOf(own, rules.accountBytes),
  )
  const promised = new Date(now.getTime() + rules.graceDays * day)
  const step = (reason: CleanUpReason) => (image: CleanableImage) => ({
    id: image.id,
    reason,
    at: image.goingAt ?? promised,
  })
  return [...unused.map(step('unused')), ...excess.map(step('over-quota'))]
}

/**
 * Bytes that at least become free on a backend when these references are removed: what is only in images all of whose
 * names go. Null: the backend does not tell.
 */
export function freedBy(
  removed: ReadonlySet<string>,
  listed: readonly { reference: string; id: string; ownSize?: number | undefined }[],
): number | null {
  const going = [...byKey(listed, ({ id }) => id).values()].filter((names) =>
    names.every(({ reference }) => removed.has(reference)),
  )
  return going.reduce<number | null>((sum, [image]) => {
    return sum === null || image?.ownSize === undefined ? null : sum + image.ownSize
  }, 0)
}

/** Images without a name that go: a running build may need a younger one. */
export const untaggedDue = <T extends { readonly createdAt: string }>(images: readonly T[], now: Date): T[] =>
  images.filter(({ createdAt }) => now.getTime() - Date.parse(createdAt) >= day)

const isFree = ({ inUse, recommended }: CleanableImage): boolean => !inUse && !recommended

const isUnused = ({ usedAt }: CleanableImage, days: number | null, now: Date): boolean =>
  days !== null && now.getTime() - usedAt.getTime() >= days * day

function excessOf(own: readonly CleanableImage[], limit: number | null): CleanableImage[] {
  if (limit === null) return []
  const contents = [...byKey(own, ({ content }) => content).values()]
  let total = sizeOf(contents)
  const going: CleanableImage[] = []
  const longestUnused = contents
    .filter((names) => names.every(isFree))
    .sort((one, other) => lastUse(one) - lastUse(other))
  for (const names of longestUnused) {
    if (total <= limit) break
    going.push(...names)
    total -= sizeOf([names])
  }
  return going
}

const lastUse = (names: readonly CleanableImage[]): number =>
  Math.max(...names.map(({ usedAt }) => usedAt.getTime()))

const sizeOf = (contents: readonly (readonly CleanableImage[])[]): number =>
  contents.reduce((sum, [first]) => sum + (first?.size ?? 0), 0)

function byKey<T>(values: readonly T[], key: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const value of values) {
    const group = groups.get(key(value))
    if (group === undefined) groups.set(key(value), [value])
    else group.push(value)
  }
  return groups
}
