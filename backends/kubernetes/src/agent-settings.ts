import { readFileSync } from 'node:fs'
import { readProcessSettings, type Environment, type Fault, type ProcessSettings } from '@berth/backend'
import { KubeConfig } from '@kubernetes/client-node'
import { defaultSettings, type KubernetesSettings } from './settings.ts'
import { parseNetwork } from './translate/pod-networks.ts'

/** How the agent's process runs, from its environment. */
export interface AgentSettings extends ProcessSettings {
  /** The way into the cluster. */
  readonly config: KubeConfig
  readonly kubernetes: KubernetesSettings
}

/** Reads and checks the whole environment. Gives the settings, or every fault in it. */
export function readAgentSettings(
  environment: Environment,
): { settings: AgentSettings } | { faults: readonly string[] } {
  const faults: string[] = []
  const fault: Fault = (line) => void faults.push(line)
  const common = readProcessSettings(environment, fault)
  const settings: AgentSettings = {
    ...common,
    config: readConfig(environment['KUBECONFIG'], fault),
    kubernetes: readKubernetes(environment, common.spoolFolder, fault),
  }
  return faults.length > 0 ? { faults } : { settings }
}

/** The file that KUBECONFIG names; without one, what a pod in the cluster is given. */
function readConfig(file: string | undefined, fault: Fault): KubeConfig {
  const config = new KubeConfig()
  try {
    if (file === undefined) config.loadFromCluster()
    else config.loadFromFile(file)
    if (config.getCurrentCluster() === null) fault('KUBECONFIG names no current cluster')
  } catch {
    fault(
      file === undefined
        ? 'KUBECONFIG is missing, and this is no pod of a cluster'
        : `KUBECONFIG cannot be read: ${file}`,
    )
  }
  return config
}

function readKubernetes(environment: Environment, spoolFolder: string, fault: Fault): KubernetesSettings {
  const defaults = defaultSettings(spoolFolder)
  const podNetworks =
    environment['BERTH_KUBERNETES_POD_NETWORKS']?.split(/[\s,]+/).filter((one) => one !== '') ??
    defaults.podNetworks
  for (const network of podNetworks)
    if (parseNetwork(network) === undefined)
      fault(
        `BERTH_KUBERNETES_POD_NETWORKS has something that is no network such as 10.244.0.0/16: ${network}`,
      )
  const server = environment['BERTH_KUBERNETES_SERVER']
  if (server !== undefined && !/^https:\/\/[^\s/]+$/.test(server))
    fault(`BERTH_KUBERNETES_SERVER is not https://host:port: ${server}`)
  const ca = readCa(environment['BERTH_KUBERNETES_CA'], fault)
  return {
    ...defaults,
    podNetworks,
    ingress: readIngress(environment, fault),
    address: environment['BERTH_ADDRESS'] ?? null,
    publicEndpoint: { ...(server === undefined ? {} : { server }), ...(ca === undefined ? {} : { ca }) },
  }
}

function readIngress(environment: Environment, fault: Fault): KubernetesSettings['ingress'] {
  const className = environment['BERTH_KUBERNETES_INGRESS_CLASS']
  const domain = environment['BERTH_KUBERNETES_INGRESS_DOMAIN']
  if (className === undefined && domain === undefined) return null
  if (className === undefined || domain === undefined)
    fault('Give both BERTH_KUBERNETES_INGRESS_CLASS and BERTH_KUBERNETES_INGRESS_DOMAIN, or neither')
  else if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain))
    fault(`BERTH_KUBERNETES_INGRESS_DOMAIN is no domain such as berth.example.ac.jp: ${domain}`)
  const scheme = environment['BERTH_KUBERNETES_INGRESS_SCHEME'] ?? 'https'
  if (scheme !== 'http' && scheme !== 'https')
    fault(`BERTH_KUBERNETES_INGRESS_SCHEME is neither http nor https: ${scheme}`)
  return { className: className ?? '', domain: domain ?? '', scheme: scheme === 'http' ? scheme : 'https' }
}

function readCa(file: string | undefined, fault: Fault): string | undefined {
  try {
    return file === undefined ? undefined : readFileSync(file, 'utf8')
  } catch {
    fault(`BERTH_KUBERNETES_CA cannot be read: ${file ?? ''}`)
    return undefined
  }
}
