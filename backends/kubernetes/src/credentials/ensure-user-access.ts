import {
  CoreV1Api,
  PatchStrategy,
  RbacAuthorizationV1Api,
  setHeaderOptions,
  type KubeConfig,
} from '@kubernetes/client-node'
import { userAccess, userAccessName } from './user-access.ts'

/**
 * Makes, or puts right, what the account's own kubectl needs in its namespace, which must be there. Throws the
 * client's errors.
 */
export async function ensureUserAccess(
  cluster: KubeConfig,
  namespace: string,
  labels: Readonly<Record<string, string>>,
): Promise<void> {
  const core = cluster.makeApiClient(CoreV1Api)
  const rbac = cluster.makeApiClient(RbacAuthorizationV1Api)
  const { serviceAccount, role, roleBinding } = userAccess(namespace, labels)
  const target = { name: userAccessName, namespace, fieldManager: 'berth', force: true }
  const apply = setHeaderOptions('Content-Type', PatchStrategy.ServerSideApply)
  await core.patchNamespacedServiceAccount({ ...target, body: serviceAccount }, apply)
  await rbac.patchNamespacedRole({ ...target, body: role }, apply)
  await rbac.patchNamespacedRoleBinding({ ...target, body: roleBinding }, apply)
}
