import type { DockerContext } from './context.ts'
import { toBerthError } from './translate/docker-error.ts'

/** Makes the account's network. */
export async function ensureTenant(context: DockerContext, account: string): Promise<void> {
  try {
    await context.networks.ensure(account)
  } catch (error) {
    throw toBerthError(error)
  }
}
