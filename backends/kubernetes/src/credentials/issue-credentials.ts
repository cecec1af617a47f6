import { readFile } from 'node:fs/promises'
import { BerthError, type TenantCredentials } from '@berth/contract'
import {
  AuthenticationV1TokenRequest,
  CoreV1Api,
  V1TokenRequestSpec,
  type KubeConfig,
} from '@kubernetes/client-node'
import { ensureUserAccess } from './ensure-user-access.ts'
import { userAccessName } from './user-access.ts'

/** Where users reach the API server, and the authority (PEM) of its certificate; null: one that every machine trusts. */
export interface PublicEndpoint {
  readonly server: string
  readonly ca: string | null
}

/**
 * The way to the cluster that the agent itself goes: right for users too, unless the agent runs in the cluster; then
 * the operator gives the `server` (URL) and, where its certificate is another's, the `ca` (PEM).
 */
export async function endpointOf(
  cluster: KubeConfig,
  given: { readonly server?: string | undefined; readonly ca?: string | undefined } = {},
): Promise<PublicEndpoint> {
  const current = cluster.getCurrentCluster()
  if (current === null) throw new BerthError('runtime-unavailable')
  const { caData, caFile } = current
  const server = given.server ?? current.server
  if (given.ca !== undefined) return { server, ca: given.ca }
  if (caData !== undefined) return { server, ca: Buffer.from(caData, 'base64').toString('utf8') }
  return { server, ca: caFile === undefined ? null : await readFile(caFile, 'utf8') }
}

export interface IssueOptions {
  /** Whose namespace it is; must be there. */
  readonly namespace: string
  /** Labels of the objects made. */
  readonly labels: Readonly<Record<string, string>>
  readonly endpoint: PublicEndpoint
  /** Life of the token; the cluster may shorten it. */
  readonly seconds: number
}

/**
 * Issues a token with which the account's own kubectl works in its namespace, and nowhere else. Earlier tokens stay
 * valid. Throws the client's errors.
 */
export async function issueCredentials(
  cluster: KubeConfig,
  { namespace, labels, endpoint, seconds }: IssueOptions,
): Promise<TenantCredentials> {
  await ensureUserAccess(cluster, namespace, labels)
  const spec = Object.assign(new V1TokenRequestSpec(), { audiences: [], expirationSeconds: seconds })
  const body = Object.assign(new AuthenticationV1TokenRequest(), { spec })
  const core = cluster.makeApiClient(CoreV1Api)
  const answer = await core.createNamespacedServiceAccountToken({ name: userAccessName, namespace, body })
  const token = answer.status?.token
  const expirationTimestamp = answer.status?.expirationTimestamp
  if (token === undefined || expirationTimestamp === undefined)
    throw new BerthError('runtime-error', { message: 'TokenRequest: no token' })
  return { ...endpoint, namespace, token, expiresAt: expirationTimestamp.toISOString() }
}
