import { BerthError } from '@berth/contract'
import { isOwnReference, placeOf } from '@berth/lending'
import type { Pool } from 'pg'
import type { Backends } from '../backends/backends.ts'
import type { Secrets } from '../secrets/secrets.ts'
import { openLogins } from './credential-store.ts'
import { findStored, loginOf, type InstallationRegistry } from './installation-registry.ts'
import { mustProve, notePrivate } from './private-repositories.ts'

export interface PullContext {
  readonly pool: Pool
  /** For what must not be lost even with PostgreSQL's machine: that an image is private. */
  readonly durable: Pool
  readonly backends: Backends
  readonly secrets: Secrets
  readonly registry: InstallationRegistry | null
}

/** What an agent is asked to pull, and as whom. */
export type PullBody = Parameters<ReturnType<Backends['get']>['client']['pullImage']>[0]['body']

/**
 * Has a backend pull an image by its account's right: without a login first, then with the account's own. Answers
 * whether the registry itself was asked. What is known as private is asked for anew, whatever lies there:
 * docs/decisions/0015.
 */
export async function pullByRight(
  context: PullContext,
  { backend, image, account }: { readonly backend: string; readonly image: string; readonly account: string },
  run: (body: PullBody) => Promise<void>,
): Promise<boolean> {
  const plain = { reference: image }
  const { row } = context.backends.get(backend)
  if (isOwnReference(image) && row.info?.capabilities.pullSecrets !== true) {
    await run({ ...plain, ...(await wayTo(context, image)) })
    return false
  }
  if (account === '' || row.info?.capabilities.pullSecrets === true) {
    await run(plain)
    return false
  }
  const [login] = await openLogins(context, account, placeOf(image).registry)
  if (!(await mustProve(context.pool, image, false))) {
    try {
      await run(plain)
      return false
    } catch (error) {
      if (login === undefined || !mayBePrivate(error)) throw error
    }
    await notePrivate(context.durable, image, false)
  }
  await run({ ...plain, login, always: true })
  return true
}

/** How an image of Berth's own is got: not at all, unless it lies in the installation's registry. */
async function wayTo({ pool, registry }: PullContext, image: string): Promise<Partial<PullBody>> {
  const stored = await findStored(pool, image)
  return stored === undefined || registry === null ? {} : { from: stored.from, login: loginOf(registry) }
}

/** Registries say of what is private that it is not there; Docker Hub also refuses those who pull too often unnamed. */
const mayBePrivate = (error: unknown): boolean =>
  error instanceof BerthError && (error.code === 'image-not-found' || error.code === 'pull-failed')
