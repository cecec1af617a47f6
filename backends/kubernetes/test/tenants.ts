interface Administered {
  readonly administer: (args: readonly string[], input?: string) => Promise<string>
}

/** What a lent container is made of, as far as the user's own kubectl sees: a web server on port 8080. */
export async function makeTenant(cluster: Administered, namespace: string, image: string): Promise<void> {
  const metadata = { name: 'web', namespace }
  const labels = { app: 'web' }
  const container = {
    name: 'web',
    image,
    imagePullPolicy: 'IfNotPresent',
    readinessProbe: { httpGet: { path: '/', port: 8080 }, periodSeconds: 1 },
  }
  const spec = {
    automountServiceAccountToken: false,
    terminationGracePeriodSeconds: 1,
    containers: [container],
  }
  const backend = { service: { name: 'web', port: { number: 8080 } } }
  const rule = { host: 'web.test', http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }
  const objects = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
    },
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: labels, ports: [{ port: 8080 }] } },
    { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata, spec: { rules: [rule] } },
    { apiVersion: 'v1', kind: 'Secret', metadata, stringData: { password: 'hidden' } },
  ]
  await cluster.administer(
    ['apply', '-f', '-'],
    JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }),
  )
  await cluster.administer(['-n', namespace, 'rollout', 'status', 'deployment/web', '--timeout=60s'])
}
