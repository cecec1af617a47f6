import { BerthError } from '@berth/contract'
import type { Backends, ConnectedBackend } from '../backends/backends.ts'

/**
 * The backend that makes an image's SIF file: always the first by name of those that have the image and can, so that
 * a file is kept once. `holders` null: of those that lend, each of which may pull the image. Throws
 * `singularity-unavailable` where none ever could, `backend-unreachable` where one could again.
 */
export function singularityBackend(backends: Backends, holders: readonly string[] | null): ConnectedBackend {
  const having = backends
    .all()
    .filter(({ row }) => (holders === null ? row.lending : holders.includes(row.name)))
    .toSorted((a, b) => (a.row.name < b.row.name ? -1 : 1))
  const able = having.filter(({ row }) => row.info?.capabilities.singularity === true)
  const [first] = able
  if (first === undefined) {
    const names = holders ?? having.map(({ row }) => row.name)
    throw new BerthError('singularity-unavailable', { backends: names.join(', ') })
  }
  const ready = able.find(({ row }) => row.reachable && row.info?.runtimeReachable === true)
  if (ready === undefined) throw new BerthError('backend-unreachable', { backend: first.row.name })
  return ready
}
