import { readFileSync } from 'node:fs'
import { publicHosts } from './repository/public-addresses.ts'
import type { GitSettings } from './repository/repository-context.ts'

/** How an agent's process is reached and whose containers it answers for, from its environment. */
export interface ProcessSettings {
  readonly listen:
    | { readonly socketPath: string }
    | {
        readonly host: string
        readonly port: number
        readonly tls: { readonly cert: string; readonly key: string }
      }
  readonly token: string
  readonly instance: string
  /** Where uploads wait; on a disk. */
  readonly spoolFolder: string
  readonly git: GitSettings
}

export type Environment = Readonly<Record<string, string | undefined>>
/** Is told each fault, in a line. */
export type Fault = (line: string) => void

/** Reads and checks what all kinds of agents have in common. */
export const readProcessSettings = (environment: Environment, fault: Fault): ProcessSettings => ({
  listen: readListen(environment, fault),
  token: readToken(environment, fault),
  instance: readInstance(environment, fault),
  spoolFolder: environment['BERTH_AGENT_SPOOL'] ?? '/var/tmp',
  git: readGit(environment),
})

/** Without a list: hosts with public addresses, and the installation's own GitLab. */
export function readGit(environment: Environment): GitSettings {
  const words = (name: string): string[] =>
    environment[name]?.split(/[\s,]+/).filter((one) => one !== '') ?? []
  const gitlabs = words('BERTH_GITLAB_URL').filter((url) => URL.canParse(url))
  const hosts = words('BERTH_GIT_HOSTS')
  return {
    hosts: hosts.length > 0 ? hosts : [publicHosts, ...gitlabs.map((url) => new URL(url).host)],
    caFile: environment['BERTH_GIT_CA'],
  }
}

function readListen(environment: Environment, fault: Fault): ProcessSettings['listen'] {
  const socketPath = environment['BERTH_AGENT_SOCKET']
  const address = environment['BERTH_AGENT_LISTEN']
  if ((socketPath === undefined) === (address === undefined))
    fault('Give one of BERTH_AGENT_SOCKET (a path) and BERTH_AGENT_LISTEN (host:port)')
  if (socketPath !== undefined) return { socketPath }
  const match = /^(?:\[([^\]]+)\]|([^:]*)):(\d{1,5})$/.exec(address ?? '')
  if (address !== undefined && (match === null || Number(match[3]) > 65_535))
    fault(`BERTH_AGENT_LISTEN is not host:port: ${address}`)
  const tls = {
    cert: readNamedFile(environment, 'BERTH_AGENT_TLS_CERT', address !== undefined, fault),
    key: readNamedFile(environment, 'BERTH_AGENT_TLS_KEY', address !== undefined, fault),
  }
  return { host: match?.[1] ?? match?.[2] ?? '', port: Number(match?.[3] ?? 0), tls }
}

function readNamedFile(environment: Environment, name: string, needed: boolean, fault: Fault): string {
  const path = environment[name]
  if (path === undefined) {
    if (needed) fault(`${name} is missing: over TCP an agent is served with TLS alone`)
    return ''
  }
  try {
    return readFileSync(path, 'utf8')
  } catch {
    fault(`${name} cannot be read: ${path}`)
    return ''
  }
}

function readToken(environment: Environment, fault: Fault): string {
  const named = environment['BERTH_AGENT_TOKEN_FILE'] !== undefined
  const token = named
    ? readNamedFile(environment, 'BERTH_AGENT_TOKEN_FILE', false, fault).trim()
    : (environment['BERTH_AGENT_TOKEN'] ?? '')
  if (token.length < 22)
    fault('BERTH_AGENT_TOKEN, or the file that BERTH_AGENT_TOKEN_FILE names, must have 22 characters or more')
  return token
}

function readInstance(environment: Environment, fault: Fault): string {
  const instance = environment['BERTH_INSTANCE'] ?? ''
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(instance))
    fault('BERTH_INSTANCE must be 1 to 63 lower-case letters, digits and hyphens')
  return instance
}
