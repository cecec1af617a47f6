import type { Secrets } from '../secrets/secrets.ts'

const purpose = 'environments'

/** Environment variables as they are stored: people put passwords there. */
export const sealEnvironments = (secrets: Secrets, environments: readonly string[]): Buffer =>
  secrets.seal(JSON.stringify(environments), purpose)

/** Throws if they were sealed with a key that is gone. */
export const openEnvironments = (secrets: Secrets, sealed: Uint8Array): string[] =>
  JSON.parse(secrets.open(sealed, purpose)) as string[]
