import type { TenantCredentials } from '@berth/contract'
import type { KubernetesContext } from './context.ts'
import { endpointOf, issueCredentials } from './credentials/index.ts'
import { ensureTenant } from './ensure-tenant.ts'
import { toBerthError } from './translate/kubernetes-error.ts'
import { namespaceOf } from './translate/names.ts'
import { tenantLabels } from './translate/objects.ts'

/** A token for the account's own kubectl. */
export async function tenantCredentials(
  context: KubernetesContext,
  account: string,
  { seconds }: { readonly seconds: number },
): Promise<TenantCredentials> {
  const { cluster, instance, settings } = context
  try {
    await ensureTenant(context, account)
    const endpoint = await endpointOf(cluster.config, settings.publicEndpoint)
    const namespace = namespaceOf(account, instance)
    const labels = tenantLabels(account, instance)
    return await issueCredentials(cluster.config, { namespace, labels, endpoint, seconds })
  } catch (error) {
    throw toBerthError(error)
  }
}
