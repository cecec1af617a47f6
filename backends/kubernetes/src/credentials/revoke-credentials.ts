import { setTimeout as delay } from 'node:timers/promises'
import { BerthError } from '@berth/contract'
import {
  ApiException,
  AuthorizationV1Api,
  CoreV1Api,
  RbacAuthorizationV1Api,
  V1ResourceAttributes,
  V1SubjectAccessReview,
  V1SubjectAccessReviewSpec,
  type KubeConfig,
} from '@kubernetes/client-node'
import { userAccessName } from './user-access.ts'

const deadlineMs = 10_000

/**
 * Makes every token issued for a namespace worthless. Without the RoleBinding they may do nothing any more, which is
 * waited for; without the ServiceAccount, whose UID each of them carries, they are nobody's for ever (an API server
 * remembers those it has just seen for ten seconds). Absent ones are revoked already. Throws the client's errors,
 * and `deadline-exceeded` where the cluster goes on admitting them.
 */
export async function revokeCredentials(cluster: KubeConfig, namespace: string): Promise<void> {
  const target = { name: userAccessName, namespace }
  await unlessAbsent(cluster.makeApiClient(RbacAuthorizationV1Api).deleteNamespacedRoleBinding(target))
  await unlessAbsent(cluster.makeApiClient(CoreV1Api).deleteNamespacedServiceAccount(target))
  const deadline = Date.now() + deadlineMs
  while (await isAdmitted(cluster, namespace)) {
    if (Date.now() > deadline) throw new BerthError('deadline-exceeded')
    await delay(20)
  }
}

/** Whether the API server would still let the account's kubectl see pods: it learns of deletions by a watch. */
async function isAdmitted(cluster: KubeConfig, namespace: string): Promise<boolean> {
  const seeing = { namespace, verb: 'list', resource: 'pods' }
  const resourceAttributes = Object.assign(new V1ResourceAttributes(), seeing)
  const user = `system:serviceaccount:${namespace}:${userAccessName}`
  const spec = Object.assign(new V1SubjectAccessReviewSpec(), { user, resourceAttributes })
  const body = Object.assign(new V1SubjectAccessReview(), { spec })
  const review = await cluster.makeApiClient(AuthorizationV1Api).createSubjectAccessReview({ body })
  return review.status?.allowed ?? false
}

async function unlessAbsent(deletion: Promise<unknown>): Promise<void> {
  try {
    await deletion
  } catch (error) {
    if (!(error instanceof ApiException && error.code === 404)) throw error
  }
}
