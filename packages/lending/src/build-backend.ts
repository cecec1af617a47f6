import { BerthError } from '@berth/contract'
import type { PlaceableBackend } from './placement.ts'

/** A backend as far as choosing where to build goes. */
export interface BuildingBackend extends Pick<PlaceableBackend, 'name' | 'reachable' | 'lending' | 'info'> {
  /** How many images that the account may use it has. */
  readonly images: number
}

/**
 * Chooses where an account's image is built: of those that can, where most of its images are, as what it builds upon
 * is likely there; then where most memory is free. Throws `backend-unknown`, `builds-unavailable` where none ever
 * could, `backend-unreachable` where one could again.
 */
export function chooseBuildBackend(asked: string | undefined, backends: readonly BuildingBackend[]): string {
  const named = backends.filter(({ name }) => asked === undefined || name === asked)
  if (asked !== undefined && named.length === 0) throw new BerthError('backend-unknown', { backend: asked })
  const able = named.filter(({ lending, info }) => lending && info?.capabilities.builds === true)
  const [first] = able
  if (first === undefined) throw new BerthError('builds-unavailable')
  const up = able.filter(({ reachable, info }) => reachable && info?.runtimeReachable === true)
  const [best] = up.toSorted((a, b) => b.images - a.images || free(b) - free(a) || (a.name < b.name ? -1 : 1))
  if (best === undefined) throw new BerthError('backend-unreachable', { backend: first.name })
  return best.name
}

const free = ({ info }: BuildingBackend): number => info?.room?.memoryFree ?? 0
