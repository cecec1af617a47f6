import { setTimeout as delay } from 'node:timers/promises'
import type { KubernetesContext } from './context.ts'
import { statusOf, toBerthError } from './translate/kubernetes-error.ts'
import { labels, namespaceOf } from './translate/names.ts'

const lookEveryMs = 250
const patience = 200

/** Removes an account's namespace with all that is in it, unless a container is. Waits for its end. */
export async function removeTenant(context: KubernetesContext, account: string): Promise<void> {
  try {
    await context.changes.run(`tenant ${account}`, () => remove(context, account))
  } catch (error) {
    throw toBerthError(error)
  }
}

async function remove(context: KubernetesContext, account: string): Promise<void> {
  const { core, apps } = context.cluster
  const namespace = namespaceOf(account, context.instance)
  const labelSelector = `${labels.instance}=${context.instance}`
  const { items } = await apps.listNamespacedDeployment({ namespace, labelSelector })
  if (items.length > 0) return
  context.tenants.delete(account)
  for (let looks = 0; looks < patience; looks += 1) {
    try {
      const found = await core.readNamespace({ name: namespace })
      if (found.metadata?.labels?.[labels.instance] !== context.instance) return
      if (found.metadata.deletionTimestamp === undefined) await core.deleteNamespace({ name: namespace })
    } catch (error) {
      if (statusOf(error) === 404) return
      if (statusOf(error) !== 409) throw error
    }
    await delay(lookEveryMs)
  }
}
