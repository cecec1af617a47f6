import { guestCapabilities } from '@berth/backend/guest'
import { stopGraceSeconds, type ContainerSpec, type RegistryLogin } from '@berth/contract'
import type { Ingress, KubernetesSettings } from '../settings.ts'
import { annotations, deploymentName, hostLabel, labels, namespaceOf, serviceName } from './names.ts'
import { parseNetwork } from './pod-networks.ts'

type Labels = Readonly<Record<string, string>>

/** Labels of everything that belongs to an account. */
export const tenantLabels = (account: string, instance: string): Labels => ({
  [labels.instance]: instance,
  [labels.account]: namespaceOf(account, instance),
})

/** Labels of everything that belongs to a container. */
const containerLabels = (spec: ContainerSpec, instance: string): Labels => ({
  ...tenantLabels(spec.account, instance),
  [labels.container]: spec.id,
})

const named = (spec: ContainerSpec): Labels => ({
  [annotations.account]: spec.account,
  [annotations.name]: spec.name,
  [annotations.image]: spec.image,
})

type PullSecrets = readonly { readonly name: string }[]

/**
 * What the pods of an account with logins name: nothing otherwise, as the kubelet asks for a secret that is named, also
 * where there is none.
 */
export const pullSecretsOf = (hasLogins: boolean): PullSecrets =>
  hasLogins ? [{ name: pullSecretName }] : []

/**
 * A container's Deployment. Memory is requested up to its limit, as nobody can be made to give it back; CPU, which can,
 * a tenth. The processes of a pod are limited by the kubelet alone (`podPidsLimit`).
 */
export function deployment(spec: ContainerSpec, instance: string, pullSecrets: PullSecrets) {
  const own = containerLabels(spec, instance)
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: deploymentName(spec.name),
      namespace: namespaceOf(spec.account, instance),
      labels: own,
      annotations: named(spec),
    },
    spec: {
      replicas: 1,
      revisionHistoryLimit: 0,
      strategy: { type: 'Recreate' },
      selector: { matchLabels: { [labels.container]: spec.id } },
      template: { metadata: { labels: own, annotations: named(spec) }, spec: podSpec(spec, pullSecrets) },
    },
  }
}

function podSpec(spec: ContainerSpec, imagePullSecrets: PullSecrets) {
  return {
    hostname: deploymentName(spec.name),
    enableServiceLinks: false,
    automountServiceAccountToken: false,
    ...(imagePullSecrets.length === 0 ? {} : { imagePullSecrets }),
    terminationGracePeriodSeconds: stopGraceSeconds,
    securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: containerName,
        image: spec.stored?.from ?? spec.image,
        imagePullPolicy: spec.provePull === true ? 'Always' : 'IfNotPresent',
        stdin: true,
        ...(spec.command === undefined ? {} : { args: spec.command.map(literal) }),
        env: environment(spec.environments),
        ports: spec.guestPorts.map((port) => ({ containerPort: port })),
        resources: resources(spec.limits),
        securityContext: { privileged: false, capabilities: { drop: ['ALL'], add: [...guestCapabilities] } },
      },
    ],
  }
}

/** The one container of every pod. */
export const containerName = 'main'

/** `$(…)` is the user's own text, not one of Kubernetes' variables, hence `$$`. */
const literal = (text: string): string => text.replaceAll('$(', '$$$$(')

const environment = (entries: readonly string[]) =>
  [...new Map(entries.map((entry) => [entry.split('=', 1)[0] ?? '', entry]))].map(([name, entry]) => ({
    name,
    value: literal(entry.slice(name.length + 1)),
  }))

function resources({ memory, cpus, gpus }: ContainerSpec['limits']) {
  const limits = {
    memory: String(memory),
    cpu: milli(cpus),
    ...(gpus > 0 ? { [gpuResource]: String(gpus) } : {}),
  }
  return { limits, requests: { ...limits, cpu: milli(cpus * requestedCpus) } }
}

const requestedCpus = 0.1
const milli = (cpus: number): string => `${Math.ceil(cpus * 1_000)}m`

export const gpuResource = 'nvidia.com/gpu'

/** Where a container's guest ports are reached: a port of every node for each, unless an ingress leads to them. */
export function service(spec: ContainerSpec, instance: string, ingress: Ingress | null) {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: serviceName(spec.name),
      namespace: namespaceOf(spec.account, instance),
      labels: containerLabels(spec, instance),
    },
    spec: {
      type: ingress === null ? 'NodePort' : 'ClusterIP',
      selector: { [labels.container]: spec.id },
      ports: spec.guestPorts.map((port) => ({ name: `p${port}`, port, targetPort: port, protocol: 'TCP' })),
    },
  }
}

/** Host names of a container's guest ports, each with an origin of its own. */
export function ingressOf(spec: ContainerSpec, instance: string, { className, domain }: Ingress) {
  const { metadata } = service(spec, instance, null)
  const backend = (port: number) => ({ service: { name: metadata.name, port: { number: port } } })
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata,
    spec: {
      ingressClassName: className,
      rules: spec.guestPorts.map((port) => ({
        host: `${hostLabel(spec.name, port, spec.account, instance)}.${domain}`,
        http: { paths: [{ path: '/', pathType: 'Prefix', backend: backend(port) }] },
      })),
    },
  }
}

/** What keeps an account apart on the cluster: its namespace, and what is then made in it. */
export function tenantObjects(
  account: string,
  instance: string,
  settings: KubernetesSettings,
  podNetworks: readonly string[],
) {
  const namespace = namespaceOf(account, instance)
  const own = tenantLabels(account, instance)
  const metadata = (name: string) => ({ name, namespace, labels: own })
  return {
    namespace: {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: namespace,
        labels: { ...own, 'pod-security.kubernetes.io/enforce': 'baseline' },
        annotations: { [annotations.account]: account },
      },
    },
    quota: {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: metadata('berth'),
      spec: {
        hard: {
          'count/deployments.apps': String(settings.containersPerAccount),
          pods: String(2 * settings.containersPerAccount),
          services: String(settings.containersPerAccount),
          'services.loadbalancers': '0',
        },
      },
    },
    limitRange: {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: metadata('berth'),
      spec: { limits: [{ type: 'Container', default: { memory: '512Mi', cpu: '1' } }] },
    },
    networkPolicy: networkPolicy(metadata(tenantPolicyName), podNetworks),
    serviceAccount: {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: metadata('default'),
      automountServiceAccountToken: false,
    },
  }
}

/** Name of the policy that keeps an account's pods apart. */
export const tenantPolicyName = 'berth'

/** Own pods, namespaces that are no account's (ingress controllers), and whatever comes from outside the cluster. */
export const networkPolicy = (
  metadata: { readonly name: string; readonly namespace: string; readonly labels: Labels },
  podNetworks: readonly string[],
) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata,
  spec: {
    podSelector: {},
    policyTypes: ['Ingress'],
    ingress: [
      { from: [{ podSelector: {} }] },
      {
        from: [
          { namespaceSelector: { matchExpressions: [{ key: labels.account, operator: 'DoesNotExist' }] } },
        ],
      },
      { from: blocksOutside(podNetworks).map((ipBlock) => ({ ipBlock })) },
    ],
  },
})

/** Every address but pods': IPv6 ones where pods have such, as it is not known otherwise which are theirs. */
export function blocksOutside(podNetworks: readonly string[]): { cidr: string; except: string[] }[] {
  const of = (family: 'ipv4' | 'ipv6') => podNetworks.filter((one) => parseNetwork(one)?.family === family)
  const [v4, v6] = [of('ipv4'), of('ipv6')]
  return [{ cidr: '0.0.0.0/0', except: v4 }, ...(v6.length === 0 ? [] : [{ cidr: '::/0', except: v6 }])]
}

/** What pods get that were made before the account had logins and start anew; the new ones name it themselves. */
export function pullingServiceAccount(account: string, instance: string, hasLogins: boolean) {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'default', namespace: namespaceOf(account, instance) },
    imagePullSecrets: pullSecretsOf(hasLogins),
  }
}

/** The one secret of an account's namespace that Berth makes. */
const pullSecretName = 'berth-registry'

/** An account's logins at registries as the kubelet reads them. */
export function pullSecret(account: string, instance: string, logins: readonly RegistryLogin[]) {
  // https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/
  const auths = logins.map(({ registry, user, password }) => [
    registry === 'docker.io' ? 'https://index.docker.io/v1/' : registry,
    { username: user, password, auth: Buffer.from(`${user}:${password}`).toString('base64') },
  ])
  const config = JSON.stringify({ auths: Object.fromEntries(auths) as unknown })
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: pullSecretName,
      namespace: namespaceOf(account, instance),
      labels: tenantLabels(account, instance),
    },
    type: 'kubernetes.io/dockerconfigjson',
    data: { '.dockerconfigjson': Buffer.from(config).toString('base64') },
  }
}
