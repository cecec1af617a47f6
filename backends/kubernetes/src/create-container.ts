import { BerthError, type ContainerSpec, type ObservedContainer } from '@berth/contract'
import { applying, at } from './cluster.ts'
import { awaitStart } from './await-start.ts'
import type { KubernetesContext } from './context.ts'
import { ensureTenant, isNamespaceGone } from './ensure-tenant.ts'
import { findParts, partsOf, toObserved } from './lookup.ts'
import { missesLogins } from './pulling.ts'
import { removeObjects } from './remove-container.ts'
import { scaleDown } from './scale.ts'
import { statusOf, toBerthError } from './translate/kubernetes-error.ts'
import { deploymentName, labels, namespaceOf } from './translate/names.ts'
import { deployment, ingressOf, pullSecretsOf, service } from './translate/objects.ts'
import type { Parts } from './translate/observed-container.ts'

/** Makes and starts a container; see the port. */
export function createContainer(context: KubernetesContext, spec: ContainerSpec): Promise<ObservedContainer> {
  return context.changes.run(spec.id, async () => {
    try {
      const found = await findMade(context, spec)
      const observed = found && toObserved(context, found)
      if (observed !== undefined && observed.state !== 'created') return observed
      await make(context, spec)
      return await started(context, spec)
    } catch (error) {
      throw toBerthError(error)
    }
  })
}

/** What an earlier call made, which is found by the name that it has; `name-taken` where another container has it. */
async function findMade(context: KubernetesContext, spec: ContainerSpec): Promise<Parts | undefined> {
  const name = deploymentName(spec.name)
  const namespace = namespaceOf(spec.account, context.instance)
  const there = await context.cluster.apps
    .readNamespacedDeployment({ name, namespace })
    .catch((error: unknown) => {
      if (statusOf(error) === 404) return undefined
      throw error
    })
  if (there === undefined) return undefined
  if (there.metadata?.labels?.[labels.container] === spec.id) return findParts(context, spec.id)
  throw new BerthError('name-taken', { name: spec.name })
}

async function make(context: KubernetesContext, spec: ContainerSpec): Promise<void> {
  await ensureTenant(context, spec.account)
  try {
    await apply(context, spec)
  } catch (error) {
    if (!isNamespaceGone(error)) throw error
    context.tenants.delete(spec.account)
    // With the namespace, its secret: the repeat is told the logins first.
    if (context.logins.delete(spec.account)) throw new BerthError('runtime-unavailable')
    await ensureTenant(context, spec.account)
    await apply(context, spec)
  }
}

/** A Service is refused where no port is left: no program stays then that nobody reaches. */
async function apply(context: KubernetesContext, spec: ContainerSpec): Promise<void> {
  const exposing = expose(context, spec)
  // Nothing but its Service tells that a container has an Ingress, so that comes first.
  if (context.settings.ingress !== null) await exposing
  const pullSecrets = pullSecretsOf(context.logins.has(spec.account))
  const [exposed, deployed] = await Promise.allSettled([
    exposing,
    context.cluster.apps.patchNamespacedDeployment(
      at(deployment(spec, context.instance, pullSecrets)),
      applying,
    ),
  ])
  if (exposed.status === 'rejected') {
    const refused = toBerthError(exposed.reason).code !== 'runtime-unavailable'
    if (refused && deployed.status === 'fulfilled')
      await removeObjects(context, spec.id, { deployment: deployed.value, pods: [] })
    throw exposed.reason
  }
  if (deployed.status === 'rejected') throw deployed.reason
}

async function expose(context: KubernetesContext, spec: ContainerSpec): Promise<void> {
  const { core, networking } = context.cluster
  const { ingress } = context.settings
  if (spec.guestPorts.length === 0) return
  await core.patchNamespacedService(at(service(spec, context.instance, ingress)), applying)
  if (ingress !== null)
    await networking.patchNamespacedIngress(at(ingressOf(spec, context.instance, ingress)), applying)
}

/** What cannot be pulled leaves nothing; what cannot be started waits for a repeat, or for its removal. */
async function started(context: KubernetesContext, spec: ContainerSpec): Promise<ObservedContainer> {
  try {
    return await awaitStart(context, spec.id, spec.guestPorts.length)
  } catch (error) {
    const parts = await partsOf(context, spec.id)
    const code = error instanceof BerthError ? error.code : ''
    if (['image-not-found', 'registry-unreachable', 'pull-failed'].includes(code)) {
      const missed = await missedLogins(context, spec.account, parts)
      await removeObjects(context, spec.id, parts)
      if (missed) throw new BerthError('runtime-unavailable', {}, { cause: error })
    } else if (code !== 'runtime-unavailable' && code !== 'image-absent')
      await scaleDown(context, parts, null, [])
    throw error
  }
}

/** Whether the account's secret was no more: the logins are told before every creation, and are written by the repeat. */
async function missedLogins(context: KubernetesContext, account: string, parts: Parts): Promise<boolean> {
  const logins = context.logins.get(account)
  if (logins === undefined) return false
  context.logins.set(account, { ...logins, writtenMs: 0 })
  return missesLogins(context, parts)
}
