/** How the Kubernetes agent lends. Everything has a default and nothing here is a secret. */
export interface KubernetesSettings {
  /** Host name or address at which node ports are reached; null: wherever the console is reached. */
  readonly address: string | null
  /** Where pods' addresses come from (CIDR) beside what nodes tell: other accounts' pods must not get in by them. */
  readonly podNetworks: readonly string[]
  /** Where an ingress controller serves guest ports, each at a host name of its own; null: at ports of the nodes. */
  readonly ingress: Ingress | null
  /** Containers of one account at a time; the console's own quota is narrower. */
  readonly containersPerAccount: number
  /** Where users' own kubectl reaches the API server; empty: where the agent does. */
  readonly publicEndpoint: { readonly server?: string; readonly ca?: string }
  /** Where uploads wait until they are complete. */
  readonly spoolFolder: string
}

export interface Ingress {
  readonly className: string
  /** Whose host names, `*.domain`, lead to the controller. */
  readonly domain: string
  readonly scheme: 'http' | 'https'
}

/** What the verbs tell of: a pino logger fits. */
export interface Log {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

export const defaultSettings = (spoolFolder: string): KubernetesSettings => ({
  address: null,
  podNetworks: [],
  ingress: null,
  containersPerAccount: 50,
  publicEndpoint: {},
  spoolFolder,
})
