import { BerthError } from '@berth/contract'
import type { Backend, Singularity } from '../port.ts'

/** A backend's SIF files; `capability-missing` where it makes none. */
export function singularityOf(backend: Pick<Backend, 'singularity'>): Singularity {
  if (backend.singularity !== undefined) return backend.singularity
  throw new BerthError('capability-missing', { capability: 'singularity' })
}
