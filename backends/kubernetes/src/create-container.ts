import { BerthError, type ContainerSpec, type ObservedContainer } from '@berth/contract'
import { applying, at } from './cluster.ts'
import { awaitStart } from './await-start.ts'
import type { KubernetesContext } from './context.ts'
import { ensureTenant, isNamespaceGone } from './ensure-tenant.ts'
import { findParts, partsOf, toObserved } from './lookup.ts'
import { removeObjects } from './remove-container.ts'
import { scaleDown } from './scale.ts'
import { statusOf, toBerthError } from './translate/kubernetes-error.ts'
import { deploymentName, labels, namespaceOf } from './translate/names.ts'
import { deployment, ingressOf, pullSecretsOf, service } from './translate/objects.ts'

/** Makes and starts a container; see the port. */
export function createContainer(context: KubernetesContext, spec: ContainerSpec): Promise<ObservedContainer> {
  return context.changes.run(spec.id, async () => {
    try {
      const [found] = await Promise.all([findParts(context, spec.id), refuseTaken(context, spec)])
      const observed = found && toObserved(context, found)
      if (observed !== undefined && observed.state !== 'created') return observed
      await make(context, spec)
      return await started(context, spec)
    } catch (error) {
      throw toBerthError(error)
    }
  })
}

async function make(context: KubernetesContext, spec: ContainerSpec): Promise<void> {
  await ensureTenant(context, spec.account)
  try {
    await apply(context, spec)
  } catch (error) {
    if (!isNamespaceGone(error)) throw error
    context.tenants.delete(spec.account)
    await ensureTenant(context, spec.account)
    await apply(context, spec)
  }
}

async function refuseTaken({ cluster, instance }: KubernetesContext, spec: ContainerSpec): Promise<void> {
  const name = deploymentName(spec.name)
  const namespace = namespaceOf(spec.account, instance)
  const there = await cluster.apps.readNamespacedDeployment({ name, namespace }).catch((error: unknown) => {
    if (statusOf(error) === 404) return undefined
    throw error
  })
  if (there !== undefined && there.metadata?.labels?.[labels.container] !== spec.id)
    throw new BerthError('name-taken', { name: spec.name })
}

async function apply(context: KubernetesContext, spec: ContainerSpec): Promise<void> {
  const { apps, core, networking } = context.cluster
  // The Service first: where no port is left, no program runs without one.
  const { ingress } = context.settings
  if (spec.guestPorts.length > 0) {
    await core.patchNamespacedService(at(service(spec, context.instance, ingress)), applying)
    if (ingress !== null)
      await networking.patchNamespacedIngress(at(ingressOf(spec, context.instance, ingress)), applying)
  }
  const pullSecrets = pullSecretsOf(context.logins.has(spec.account))
  await apps.patchNamespacedDeployment(at(deployment(spec, context.instance, pullSecrets)), applying)
}

/** What cannot be pulled leaves nothing; what cannot be started waits for a repeat, or for its removal. */
async function started(context: KubernetesContext, spec: ContainerSpec): Promise<ObservedContainer> {
  try {
    return await awaitStart(context, spec.id, spec.guestPorts.length)
  } catch (error) {
    const parts = await partsOf(context, spec.id)
    const code = error instanceof BerthError ? error.code : ''
    if (['image-not-found', 'registry-unreachable', 'pull-failed'].includes(code))
      await removeObjects(context, spec.id, parts)
    else if (code !== 'runtime-unavailable' && code !== 'image-absent')
      await scaleDown(context, parts, null, [])
    throw error
  }
}
