import { BerthError } from '@berth/contract'
import type { Backend, Runners } from '../port.ts'

/** A backend's runners; `capability-missing` where it has none. */
export function runnersOf(backend: Pick<Backend, 'runners'>): Runners {
  if (backend.runners !== undefined) return backend.runners
  throw new BerthError('capability-missing', { capability: 'builds' })
}
