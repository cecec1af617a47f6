import { BerthError, type AgentInfo, type Limits } from '@berth/contract'

/**
 * A backend as far as placing goes. `pending`: memory in bytes of what was sent there and is not yet seen to run.
 * `gpusLent`: GPUs of what was lent or begun there, by the console's own books.
 */
export interface PlaceableBackend {
  readonly name: string
  readonly reachable: boolean
  readonly lending: boolean
  readonly allowUnhardened: boolean
  /** Does without user-namespace remapping, if nothing else is missing. */
  readonly allowUnmapped: boolean
  readonly info: AgentInfo | null
  readonly pending: number
  readonly gpusLent?: number
}

/** GPUs that somebody waits for, and the one backend that they must be of, if any. */
export interface GpuWish {
  readonly backend: string | null
  readonly gpus: number
}

export interface PlacementRequest {
  readonly backend: string | undefined
  readonly imageBackends: readonly string[] | null
  /** Those of them where it lies already: it is not fetched there. */
  readonly lyingAt?: readonly string[]
  readonly limits: Limits
  /** What was wished for before and still waits: it goes first. */
  readonly earlier?: readonly GpuWish[]
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
 * there taken off; one where the image lies goes first, as long as what is free there is enough. Throws why there is
 * none: `backend-unknown`, `image-elsewhere`, `no-room`, `gpus-lacking`, `backend-not-hardened`, or what `mayPass`.
 */
export function placeContainer(request: PlacementRequest, backends: readonly PlaceableBackend[]): string {
  const able = ableBackends(request, backends)
  const known = able.filter((each) => each.info !== null)
  const hardened = known.filter(isHardened)
  const [unhardened] = known
  if (unhardened !== undefined && hardened.length === 0)
    throw new BerthError('backend-not-hardened', { backend: unhardened.name })
  const up = hardened.filter((each) => each.reachable && each.info?.runtimeReachable === true)
  if (up.length === 0) throw new BerthError('backend-unreachable', { backend: able[0]?.name ?? '' })
  const { limits, earlier = [], lyingAt } = request
  const roomy = limits.gpus === 0 ? up : up.filter((each) => gpusLeft(each, earlier) >= limits.gpus)
  const near = roomy.filter((each) => lyingAt?.includes(each.name) && free(each) >= limits.memory)
  const [best] = (near.length > 0 ? near : roomy).toSorted(
    (a, b) => free(b) - free(a) || (a.name < b.name ? -1 : 1),
  )
  if (best === undefined) throw new BerthError('gpus-taken', { gpus: limits.gpus })
  return best.name
}

/** Whether a creation waits for it: a backend that is away comes back, a GPU that is taken is given back. */
export const mayPass = (error: unknown): boolean =>
  error instanceof BerthError && (error.code === 'backend-unreachable' || error.code === 'gpus-taken')

/** Those that could run it at all, were nobody else there. */
function ableBackends(
  request: PlacementRequest,
  backends: readonly PlaceableBackend[],
): readonly PlaceableBackend[] {
  const asked = backends.filter((each) => request.backend === undefined || each.name === request.backend)
  if (request.backend !== undefined && asked.length === 0)
    throw new BerthError('backend-unknown', { backend: request.backend })
  if (request.backend !== undefined && lacks(request.imageBackends, request.backend))
    throw new BerthError('image-elsewhere', {
      backend: request.backend,
      backends: (request.imageBackends ?? []).join(', '),
    })
  const having = asked.filter((each) => each.lending && (request.imageBackends?.includes(each.name) ?? true))
  if (having.length === 0) throw new BerthError('no-room')
  const { gpus } = request.limits
  const equipped = having.filter(({ info }) => gpus === 0 || gpusOf(info) >= gpus)
  if (equipped.length === 0)
    throw new BerthError('gpus-lacking', { gpus, most: Math.max(...having.map(({ info }) => gpusOf(info))) })
  const able = equipped.filter((each) => fits(each.info, request.limits))
  if (able.length === 0) throw new BerthError('no-room')
  return able
}

const lacks = (having: readonly string[] | null, name: string): boolean =>
  having !== null && having.length > 0 && !having.includes(name)

/** How many a backend has; as many as you like where that is not known yet. */
function gpusOf(info: AgentInfo | null): number {
  if (!info?.room) return Infinity
  return info.capabilities.gpus ? info.room.gpus : 0
}

/** GPUs that are neither taken, by anybody, nor due to who has waited longer and could have them. */
function gpusLeft({ name, info, gpusLent = 0 }: PlaceableBackend, earlier: readonly GpuWish[]): number {
  if (!info?.room) return 0
  const has = gpusOf(info)
  const due = earlier.filter(({ backend, gpus }) => (backend ?? name) === name && gpus <= has)
  const taken = Math.max(has - info.room.gpusFree, gpusLent)
  return due.reduce((left, { gpus }) => left - gpus, has - taken)
}

/** Limits are upper bounds, not reservations: a backend may lend more in sum than it has, but none more than all it has. */
const fits = (info: AgentInfo | null, limits: Limits): boolean =>
  !info?.room || (limits.memory <= info.room.memory && limits.cpus <= info.room.cpus)

const free = (backend: PlaceableBackend): number => (backend.info?.room?.memoryFree ?? 0) - backend.pending
