/**
 * Name of the ServiceAccount, Role and RoleBinding of the account's own kubectl, in its namespace. Always this one:
 * the agent's ClusterRole may mint tokens for no other.
 */
export const userAccessName = 'berth-kubectl'

const see = ['get', 'list', 'watch']
// Older clients open these streams by POST (SPDY), newer ones by GET (WebSocket).
const stream = ['create', 'get']

/** All that the account's own kubectl may do. */
export const userRules = [
  { apiGroups: [''], resources: ['pods', 'services', 'events'], verbs: see },
  { apiGroups: ['apps'], resources: ['deployments', 'replicasets'], verbs: see },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses'], verbs: see },
  { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
  { apiGroups: [''], resources: ['pods/exec', 'pods/portforward'], verbs: stream },
]

/** The objects that let the account's own kubectl into its namespace. `labels` say whose they are. */
export function userAccess(namespace: string, labels: Readonly<Record<string, string>>) {
  const metadata = { name: userAccessName, namespace, labels: { ...labels } }
  const rbac = 'rbac.authorization.k8s.io'
  return {
    serviceAccount: {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata,
      automountServiceAccountToken: false,
    },
    role: { apiVersion: `${rbac}/v1`, kind: 'Role', metadata, rules: userRules },
    roleBinding: {
      apiVersion: `${rbac}/v1`,
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: rbac, kind: 'Role', name: userAccessName },
      subjects: [{ kind: 'ServiceAccount', name: userAccessName, namespace }],
    },
  }
}
