/** Why this machine cannot be made to run Docker. */
export type HostErrorCode =
  'needs-root' | 'no-permission' | 'install-failed' | 'config-invalid' | 'start-failed'

/** A failure to provide Docker on this machine, in words for the person who starts Berth. */
export class HostError extends Error {
  readonly code: HostErrorCode

  constructor(code: HostErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'HostError'
    this.code = code
  }
}
