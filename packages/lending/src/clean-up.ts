import type { CleanUpReason, CleanUpRules } from '@berth/contract'

/** A part of an image, which others that were built upon the same have too. Bytes. */
export interface ImageLayer {
  readonly key: string
  readonly size: number
}

/** An image as far as its clean-up goes. */
export interface CleanableImage {
  readonly id: string
  readonly owner: string
  /** What it is made of; images of one content take up their place once. */
  readonly content: string
  /** Bytes. */
  readonly size: number
  /** What it consists of, public images left out that it was built upon; absent: nobody can tell now. */
  readonly layers?: readonly ImageLayer[] | undefined
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

/** An image as a backend lists it, a row a name. */
export interface ListedLayers {
  readonly reference: string
  readonly id: string
  readonly layers?: readonly ImageLayer[] | undefined
}

/**
 * Bytes that become free on a backend when these references are removed: what is only in images all of whose names go.
 * Null: the backend does not tell.
 */
export function freedBy(removed: ReadonlySet<string>, listed: readonly ListedLayers[]): number | null {
  const images = [...byKey(listed, ({ id }) => id).values()]
  const goes = (names: readonly ListedLayers[]) => names.every(({ reference }) => removed.has(reference))
  const going = images.filter(goes).map(([image]) => image?.layers)
  if (going.some((layers) => layers === undefined)) return null
  const freed = new Map(going.flatMap((layers) => layers ?? []).map(({ key, size }) => [key, size]))
  for (const [image] of images.filter((names) => !goes(names)))
    for (const { key } of image?.layers ?? []) freed.delete(key)
  return sum(freed.values())
}

/**
 * What the images of some backends consist of, by their content; without what is in a public image too, which lies
 * there whatever accounts delete.
 */
export function ownLayers(
  listed: readonly ListedLayers[],
  isPublic: (reference: string) => boolean,
): Map<string, readonly ImageLayer[]> {
  const everybodys = new Set(
    listed
      .filter(({ reference }) => isPublic(reference))
      .flatMap(({ layers }) => layers ?? [])
      .map(({ key }) => key),
  )
  return new Map(
    listed.flatMap(({ id, layers }) =>
      layers === undefined ? [] : [[id, layers.filter(({ key }) => !everybodys.has(key))] as const],
    ),
  )
}

/** Images without a name that go: a running build may need a younger one. */
export const untaggedDue = <T extends { readonly createdAt: string }>(images: readonly T[], now: Date): T[] =>
  images.filter(({ createdAt }) => now.getTime() - Date.parse(createdAt) >= day)

const isFree = ({ inUse, recommended }: CleanableImage): boolean => !inUse && !recommended

const isUnused = ({ usedAt }: CleanableImage, days: number | null, now: Date): boolean =>
  days !== null && now.getTime() - usedAt.getTime() >= days * day

/** What frees nothing of an account's, because others that stay consist of it too, stays itself. */
function excessOf(own: readonly CleanableImage[], limit: number | null): CleanableImage[] {
  if (limit === null) return []
  const going = new Set<CleanableImage>()
  const left = () => bytesOf(own.filter((image) => !going.has(image)))
  const longestUnused = [...byKey(own, ({ content }) => content).values()]
    .filter((names) => names.every(isFree))
    .sort((one, other) => lastUse(one) - lastUse(other))
  for (const names of longestUnused) {
    if (left() <= limit) break
    for (const image of names) going.add(image)
  }
  const reached = Math.max(limit, left())
  for (const names of longestUnused
    .toReversed()
    .filter(([first]) => first !== undefined && going.has(first))) {
    for (const image of names) going.delete(image)
    if (left() > reached) for (const image of names) going.add(image)
  }
  return own.filter((image) => going.has(image))
}

/** What several consist of takes up its place once. */
const bytesOf = (images: readonly CleanableImage[]): number =>
  sum(
    new Map(
      images
        .flatMap(({ content, size, layers }) => layers ?? [{ key: content, size }])
        .map(({ key, size }) => [key, size]),
    ).values(),
  )

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0)

const lastUse = (names: readonly CleanableImage[]): number =>
  Math.max(...names.map(({ usedAt }) => usedAt.getTime()))

function byKey<T>(values: readonly T[], key: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const value of values) {
    const group = groups.get(key(value))
    if (group === undefined) groups.set(key(value), [value])
    else group.push(value)
  }
  return groups
}
