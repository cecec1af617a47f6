import type { KubernetesContext } from './context.ts'
import { revokeCredentials } from './credentials/index.ts'
import { toBerthError } from './translate/kubernetes-error.ts'
import { namespaceOf } from './translate/names.ts'

/** Makes every token of an account's kubectl worthless. */
export async function revokeTenantCredentials(context: KubernetesContext, account: string): Promise<void> {
  try {
    await revokeCredentials(context.cluster.config, namespaceOf(account, context.instance))
  } catch (error) {
    throw toBerthError(error)
  }
}
