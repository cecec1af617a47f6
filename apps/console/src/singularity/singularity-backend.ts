import { BerthError } from '@berth/contract'
import type { Backends, ConnectedBackend } from '../backends/backends.ts'
import type { ImagePlaces } from '../images/find-images.ts'

/**
 * The backend that makes an image's SIF file: always the first by name of those that can, so that a file is kept once;
 * those that have the image come before those that can get it. `places` null: of those that lend, each of which may
 * pull it. Throws `singularity-unavailable` where none ever could, `backend-unreachable` where one could again.
 */
export function singularityBackend(
  backends: Backends,
  places: Pick<ImagePlaces, 'imageBackends' | 'lyingAt'> | null,
): ConnectedBackend {
  const having = backends
    .all()
    .filter(({ row }) => (places === null ? row.lending : places.imageBackends.includes(row.name)))
    .toSorted((a, b) => (a.row.name < b.row.name ? -1 : 1))
  const able = having.filter(({ row }) => row.info?.capabilities.singularity === true)
  const [first] = able
  if (first === undefined) {
    const names = places?.imageBackends ?? having.map(({ row }) => row.name)
    throw new BerthError('singularity-unavailable', { backends: names.join(', ') || '–' })
  }
  const ready = able.filter(({ row }) => row.reachable && row.info?.runtimeReachable === true)
  const chosen = ready.find(({ row }) => places?.lyingAt.includes(row.name)) ?? ready[0]
  if (chosen === undefined) throw new BerthError('backend-unreachable', { backend: first.row.name })
  return chosen
}
