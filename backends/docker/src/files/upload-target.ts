import type { Container } from 'dockerode'
import type { Owner } from '@berth/backend/guest'

/** Where an upload goes: a folder that exists, and what is to be made below it. */
export interface UploadTarget {
  readonly container: Container
  readonly folder: string
  readonly missing: readonly string[]
  readonly owner: Owner
}
