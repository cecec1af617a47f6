import { setTimeout as delay } from 'node:timers/promises'
import { applying, at } from './cluster.ts'
import type { KubernetesContext } from './context.ts'
import { podNetworks } from './follow-networks.ts'
import { statusOf, toBerthError } from './translate/kubernetes-error.ts'
import { fieldManager } from './translate/names.ts'
import { tenantObjects } from './translate/objects.ts'

const lookEveryMs = 250
const patience = 120

/** Makes, or puts right, an account's namespace and what keeps it apart. Once in an agent's life for each account. */
export async function ensureTenant(context: KubernetesContext, account: string): Promise<void> {
  if (context.tenants.has(account)) return
  try {
    await context.changes.run(`tenant ${account}`, () => apply(context, account))
  } catch (error) {
    throw toBerthError(error)
  }
}

async function apply(context: KubernetesContext, account: string): Promise<void> {
  if (context.tenants.has(account)) return
  const { core, networking } = context.cluster
  const networks = await podNetworks(context)
  const objects = tenantObjects(account, context.instance, context.settings, networks)
  const { name } = objects.namespace.metadata
  for (let looks = 0; looks < patience; looks += 1) {
    const made = await core.patchNamespace(
      { name, body: objects.namespace, fieldManager, force: true },
      applying,
    )
    if (made.status?.phase !== 'Terminating') break
    await delay(lookEveryMs)
  }
  await Promise.all([
    core.patchNamespacedResourceQuota(at(objects.quota), applying),
    core.patchNamespacedLimitRange(at(objects.limitRange), applying),
    networking.patchNamespacedNetworkPolicy(at(objects.networkPolicy), applying),
    core.patchNamespacedServiceAccount(at(objects.serviceAccount), applying),
  ])
  context.tenants.add(account)
}

/** Whether a failure says that the namespace is no more: made anew, the call may be repeated. */
export const isNamespaceGone = (error: unknown): boolean => statusOf(error) === 404
