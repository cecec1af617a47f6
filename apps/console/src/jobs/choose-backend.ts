import { placeContainer, type PlaceableBackend } from '@berth/lending'
import type { ContainerRow } from '../containers/container-row.ts'
import type { Settlement } from '../containers/converge-store.ts'
import { readGpuBooks } from '../containers/room-waiters.ts'
import { refreshInfo } from '../backends/refresh-info.ts'
import { backendsOfImage } from '../images/find-images.ts'
import type { ConvergeContext } from './converge-context.ts'

/** The choice is recorded before anything is begun there: whoever follows a killed console knows where to look. */
export async function chooseBackend(context: ConvergeContext, row: ContainerRow): Promise<Settlement> {
  const { pool, backends } = context
  const places = (await backendsOfImage(pool, row.image, row.account)) ?? { imageBackends: null }
  const request = { backend: row.requestedBackend ?? undefined, ...places, limits: row.limits }
  const backend =
    row.limits.gpus > 0
      ? await placeByBooks(context, row, request)
      : placeContainer(request, backends.placeable())
  backends.expect(backend, row.limits.memory)
  return { state: 'creating', backend, more: true }
}

/** By the console's own books first, and only who would get a GPU by them has the agents asked what others took. */
async function placeByBooks(
  { pool, backends }: ConvergeContext,
  row: ContainerRow,
  request: Parameters<typeof placeContainer>[0],
): Promise<string> {
  const { lent, earlier } = await readGpuBooks(pool, row.id)
  const booked = backends.placeable().map((each) => ({ ...each, gpusLent: lent.get(each.name) ?? 0 }))
  placeContainer({ ...request, earlier }, booked.map(asIfAlone))
  const asked = booked.map(async (each): Promise<PlaceableBackend> => {
    if (!each.reachable || !each.info?.capabilities.gpus) return each
    const info = await refreshInfo(pool, backends.get(each.name)).catch(() => undefined)
    return info === undefined ? { ...each, reachable: false } : { ...each, info }
  })
  return placeContainer({ ...request, earlier }, await Promise.all(asked))
}

const asIfAlone = (each: PlaceableBackend): PlaceableBackend =>
  each.info?.room
    ? { ...each, info: { ...each.info, room: { ...each.info.room, gpusFree: each.info.room.gpus } } }
    : each
