import { ApiException, CoreV1Api, RbacAuthorizationV1Api, type KubeConfig } from '@kubernetes/client-node'
import { userAccessName } from './user-access.ts'

/**
 * Makes every token issued for a namespace worthless. Without the RoleBinding they may do nothing any more; without
 * the ServiceAccount, whose UID each of them carries, they are nobody's for ever (an API server remembers those it
 * has just seen for ten seconds). Absent ones are revoked already. Throws the client's errors.
 */
export async function revokeCredentials(cluster: KubeConfig, namespace: string): Promise<void> {
  const target = { name: userAccessName, namespace }
  await unlessAbsent(cluster.makeApiClient(RbacAuthorizationV1Api).deleteNamespacedRoleBinding(target))
  await unlessAbsent(cluster.makeApiClient(CoreV1Api).deleteNamespacedServiceAccount(target))
}

async function unlessAbsent(deletion: Promise<unknown>): Promise<void> {
  try {
    await deletion
  } catch (error) {
    if (!(error instanceof ApiException && error.code === 404)) throw error
  }
}
