/** An image as far as it decides who may build upon it, and where. */
export interface UsableImage {
  readonly id: string
  readonly owner: string
  readonly shared: boolean
  readonly removing: boolean
  /** Where it can be had. */
  readonly places: readonly string[]
}

/** Whose building terms a change of the images touches: everybody's where one is or was shared, else its owner's. */
export function accountsAffected(
  before: readonly UsableImage[],
  now: readonly UsableImage[],
): ReadonlySet<string> | 'all' {
  const old = new Map(before.map((image) => [image.id, image]))
  const gone = new Map(old)
  const changed: UsableImage[] = []
  for (const image of now) {
    const was = old.get(image.id)
    gone.delete(image.id)
    if (was !== undefined && isSame(was, image)) continue
    changed.push(image, ...(was === undefined ? [] : [was]))
  }
  changed.push(...gone.values())
  if (changed.some(({ shared, removing }) => shared && !removing)) return 'all'
  return new Set(changed.map(({ owner }) => owner))
}

const isSame = (one: UsableImage, other: UsableImage): boolean =>
  one.owner === other.owner &&
  one.shared === other.shared &&
  one.removing === other.removing &&
  one.places.length === other.places.length &&
  one.places.every((place, index) => place === other.places[index])
