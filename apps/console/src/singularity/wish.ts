import type { SingularityCompression } from '@berth/contract'

/** Who wants which image's SIF file, compressed how. `pull`: its backend fetches the image first where it lacks it. */
export interface Wish {
  readonly account: string
  readonly reference: string
  readonly compression: SingularityCompression
  readonly pull: boolean
}
