/** A password that was made up, to be shown once. */
export interface MadePassword {
  readonly account: string
  readonly password: string
}
