import { BerthError, type AgentInfo, type Limits } from '@berth/contract'

/** A backend as far as placing goes. `pending`: memory in bytes of what was sent there and is not yet seen to run. */
export interface PlaceableBackend {
  readonly name: string
  readonly reachable: boolean
  readonly lending: boolean
  readonly allowUnhardened: boolean
  /** Does without user-namespace remapping, if nothing else is missing. */
  readonly allowUnmapped: boolean
  readonly info: AgentInfo | null
  readonly pending: number
}

export interface PlacementRequest {
  readonly backend: string | undefined
  readonly imageBackends: readonly string[] | null
  /** Those of them where it lies already: it is not fetched there. */
  readonly lyingAt?: readonly string[]
  readonly limits: Limits
}

/** Whether a protection that is required was looked for and not found. */
export const hardeningLacks = (info: Pick<AgentInfo, 'hardening'> | null): boolean => missing(info).length > 0

const missing = (info: Pick<AgentInfo, 'hardening'> | null) =>
  info?.hardening.filter((check) => check.required && !check.passed) ?? []

/** Whether a backend may lend: every required protection was found in place, or the operator does without. */
export function isHardened({
  allowUnhardened,
  allowUnmapped,
  info,
}: Pick<PlaceableBackend, 'allowUnhardened' | 'allowUnmapped' | 'info'>): boolean {
  if (allowUnhardened) return true
  return info !== null && missing(info).every(({ name }) => allowUnmapped && name === 'user-namespaces')
}

/**
 * Chooses where a container is made: of those that may, the one with the most free memory, what is on its way
 * there taken off; one where the image lies goes first, as long as what is free there is enough. Throws why there is none: `backend-unknown`, `image-elsewhere`, `backend-not-hardened`,
 * `backend-unreachable` or `no-room`. The last two may pass: the creation waits.
 */
export function placeContainer(request: PlacementRequest, backends: readonly PlaceableBackend[]): string {
  const asked = backends.filter((each) => request.backend === undefined || each.name === request.backend)
  if (request.backend !== undefined && asked.length === 0)
    throw new BerthError('backend-unknown', { backend: request.backend })
  if (request.backend !== undefined && lacks(request.imageBackends, request.backend))
    throw new BerthError('image-elsewhere', {
      backend: request.backend,
      backends: (request.imageBackends ?? []).join(', '),
    })
  const lending = asked.filter((each) => each.lending)
  if (lending.length === 0) throw new BerthError('no-room')
  const having = lending.filter((each) => request.imageBackends?.includes(each.name) ?? true)
  if (having.length === 0) throw new BerthError('no-room')
  const able = having.filter((each) => each.info === null || fits(each.info, request.limits))
  if (able.length === 0) throw new BerthError('no-room')
  const known = able.filter((each) => each.info !== null)
  const hardened = known.filter(isHardened)
  const [unhardened] = known
  if (unhardened !== undefined && hardened.length === 0)
    throw new BerthError('backend-not-hardened', { backend: unhardened.name })
  const up = hardened.filter((each) => each.reachable && each.info?.runtimeReachable === true)
  const near = up.filter(
    (each) => request.lyingAt?.includes(each.name) && free(each) >= request.limits.memory,
  )
  const [best] = (near.length > 0 ? near : up).toSorted(
    (a, b) => free(b) - free(a) || (a.name < b.name ? -1 : 1),
  )
  if (best === undefined) throw new BerthError('backend-unreachable', { backend: able[0]?.name ?? '' })
  return best.name
}

const lacks = (having: readonly string[] | null, name: string): boolean =>
  having !== null && having.length > 0 && !having.includes(name)

/** Limits are upper bounds, not reservations: a backend may lend more in sum than it has, but none more than all it has. */
function fits({ capabilities, room }: AgentInfo, limits: Limits): boolean {
  if (limits.gpus > 0 && (!capabilities.gpus || (room !== null && room.gpusFree < limits.gpus))) return false
  return room === null || (limits.memory <= room.memory && limits.cpus <= room.cpus)
}

const free = (backend: PlaceableBackend): number => (backend.info?.room?.memoryFree ?? 0) - backend.pending
