import { BerthError } from '@berth/contract'
import type { Backend, Builds } from '../port.ts'

/** A backend's builds; `capability-missing` where it has none. */
export function buildsOf(backend: Pick<Backend, 'builds'>): Builds {
  if (backend.builds !== undefined) return backend.builds
  throw new BerthError('capability-missing', { capability: 'builds' })
}
