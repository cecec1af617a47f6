import type { RegistryLogin } from '@berth/contract'
import { applying, at } from './cluster.ts'
import type { KubernetesContext } from './context.ts'
import { ensureTenant, isNamespaceGone } from './ensure-tenant.ts'
import { toBerthError } from './translate/kubernetes-error.ts'
import { pullSecret } from './translate/objects.ts'

/** Keeps an account's logins as the secret that its pods are pulled with; without any there is none. */
export async function setRegistryCredentials(
  context: KubernetesContext,
  account: string,
  logins: readonly RegistryLogin[],
): Promise<void> {
  const secret = pullSecret(account, context.instance, logins)
  const { core } = context.cluster
  try {
    if (logins.length === 0) {
      await core.deleteNamespacedSecret(secret.metadata).catch((error: unknown) => {
        if (!isNamespaceGone(error)) throw error
      })
      return
    }
    await ensureTenant(context, account)
    await core.patchNamespacedSecret(at(secret), applying).catch(async (error: unknown) => {
      if (!isNamespaceGone(error)) throw error
      context.tenants.delete(account)
      await ensureTenant(context, account)
      await core.patchNamespacedSecret(at(secret), applying)
    })
  } catch (error) {
    throw toBerthError(error)
  }
}
