import type { TenantCredentials } from '@berth/contract'
import { stringify } from 'yaml'

/**
 * The kubeconfig (YAML) with which `kubectl` works in the account's namespace. Everything in it is called
 * `berth-<backend>`, so that it can be merged with other files without meeting their names.
 */
export function renderKubeconfig(backend: string, credentials: TenantCredentials): string {
  const name = `berth-${backend}`
  const { server, ca, namespace, token } = credentials
  const authority =
    ca === null ? {} : { 'certificate-authority-data': Buffer.from(ca, 'utf8').toString('base64') }
  return stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name, cluster: { server, ...authority } }],
      users: [{ name, user: { token } }],
      contexts: [{ name, context: { cluster: name, user: name, namespace } }],
      'current-context': name,
    },
    { lineWidth: 0 },
  )
}
