import { agentDeadlines, type ContainerSpec, type ObservedContainer } from '@berth/contract'
import { isOwnReference, placeOf } from '@berth/lending'
import type { ConnectedBackend } from '../backends/backends.ts'
import type { ContainerRow } from '../containers/container-row.ts'
import { findStored, refuseStoredName } from '../registries/installation-registry.ts'
import { openLogins } from '../registries/credential-store.ts'
import { mustProve, notePrivate } from '../registries/private-repositories.ts'
import type { ConvergeContext } from './converge-context.ts'
import { tellAt } from './tell-registries.ts'

/**
 * Makes a container of an image that its account may use; null where that has to be shown at the image's registry
 * first (docs/decisions/0015). Throws what the agent throws.
 */
export async function createByRight(
  context: ConvergeContext,
  row: ContainerRow,
  spec: ContainerSpec,
): Promise<ObservedContainer | null> {
  refuseStoredName(context.registry, row.image)
  const backend = context.backends.get(row.backend ?? '')
  const to = (deadline: number) => ({ params: { id: row.id }, signal: AbortSignal.timeout(deadline) })
  const stored = isOwnReference(row.image) ? await findStored(context.pool, row.image) : undefined
  const create = (body: ContainerSpec) =>
    backend.client.createContainer({
      ...to(agentDeadlines.create),
      body: stored === undefined ? body : { ...body, stored },
    })
  if (backend.row.info?.capabilities.pullSecrets === true)
    return create({ ...spec, provePull: await prepareSecrets(context, backend, row) })
  const unproved = async () => !row.imageProved && (await mustProve(context.pool, row.image, false))
  if (await unproved()) return null
  const observed = await create(spec)
  // Somebody's login may have brought it while this creation waited its turn at the agent.
  if (!(await unproved())) return observed
  await backend.client.removeContainer(to(agentDeadlines.remove))
  return null
}

/** Has the account's logins lie ready where containers are pulled as they start; whether each start is to prove the right. */
async function prepareSecrets(
  context: ConvergeContext,
  backend: ConnectedBackend,
  { account, image }: ContainerRow,
): Promise<boolean> {
  const logins = await openLogins(context, account)
  if (logins.length > 0 || isOwnReference(image)) await tellAt(context, backend, account)
  const { registry } = placeOf(image)
  if (logins.some((login) => login.registry === registry)) await notePrivate(context.durable, image, true)
  return mustProve(context.pool, image, true)
}
