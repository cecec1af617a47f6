import { BerthError } from '@berth/contract'
import type { Backends, ConnectedBackend } from '../backends/backends.ts'

/**
 * The backend that makes an image's SIF file: always the first by name of those that have the image and can, so that
 * a file is kept once. Throws `singularity-unavailable` where none ever could, `backend-unreachable` where one could again.
 */
export function singularityBackend(backends: Backends, holders: readonly string[]): ConnectedBackend {
  const able = backends
    .all()
    .filter(({ row }) => holders.includes(row.name) && row.info?.capabilities.singularity === true)
    .toSorted((a, b) => (a.row.name < b.row.name ? -1 : 1))
  const [first] = able
  if (first === undefined) throw new BerthError('singularity-unavailable', { backends: holders.join(', ') })
  const ready = able.find(({ row }) => row.reachable && row.info?.runtimeReachable === true)
  if (ready === undefined) throw new BerthError('backend-unreachable', { backend: first.row.name })
  return ready
}
