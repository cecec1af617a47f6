/** An image that a SIF file is wanted of. */
export interface SingularitySource {
  readonly name: string
  /** Full reference, or as it is typed. */
  readonly reference: string
}
