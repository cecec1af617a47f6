import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Context } from '../context.ts'
import { storeSettingsBackends, tokenPurpose, type SettingsBackend } from '../backends/backend-row.ts'
import { startAgentProcess, type AgentProcess } from './agent-process.ts'

/** The name under which this machine's own Docker lends. */
export const localBackend = 'local'

interface LocalAgent {
  readonly runFolder: string
  readonly logFolder: string
  readonly instance: string
  readonly dockerSocket: string
  readonly log: (line: string) => void
}

/** Writes the settings' backends, and this machine's own if there is one, into the database. */
export async function storeBackends(
  { pool, secrets, settings }: Context,
  runFolder: string | null,
): Promise<void> {
  const sealed = (name: string, token: string) => secrets.seal(token, tokenPurpose(name))
  const configs = settings.backends.map(({ name, url, token, ca, allowUnhardened }): SettingsBackend => ({
    name,
    url,
    token: sealed(name, token),
    ca: ca ?? null,
    allowUnhardened: allowUnhardened || settings.allowUnhardened,
  }))
  if (runFolder !== null)
    configs.push({
      name: localBackend,
      url: `unix:${join(runFolder, 'agent.sock')}`,
      token: sealed(localBackend, agentToken(runFolder)),
      ca: null,
      // Whoever starts Berth over their own daemon lends from it, warned on every administrator's page, until told not to.
      allowUnhardened: null,
    })
  await storeSettingsBackends(pool, configs)
}

/** Starts this machine's own agent. */
export function startLocalAgent({ settings }: Context, options: LocalAgent): Promise<AgentProcess> {
  const { runFolder, logFolder, instance, dockerSocket, log } = options
  agentToken(runFolder)
  const ports = settings.hostPorts
  return startAgentProcess({
    runFolder,
    logFile: join(logFolder, 'agent.log'),
    log,
    environment: {
      BERTH_AGENT_SOCKET: join(runFolder, 'agent.sock'),
      BERTH_AGENT_TOKEN_FILE: join(runFolder, 'agent.token'),
      BERTH_INSTANCE: instance,
      BERTH_DOCKER_SOCKET: dockerSocket,
      ...(ports === null ? {} : { BERTH_HOST_PORTS: `${ports.from}-${ports.to}` }),
      ...(settings.address === null ? {} : { BERTH_ADDRESS: settings.address }),
      ...(settings.git.hosts.length === 0 ? {} : { BERTH_GIT_HOSTS: settings.git.hosts.join(' ') }),
      ...(settings.git.caFile === null ? {} : { BERTH_GIT_CA: settings.git.caFile }),
      BERTH_GITLAB_URL: settings.runners.gitlabUrls.join(' '),
      ...(settings.subnets === null ? {} : { BERTH_SUBNETS: settings.subnets }),
    },
  })
}

/** Made once an installation, readable by its owner alone. */
function agentToken(runFolder: string): string {
  const file = join(runFolder, 'agent.token')
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 })
  return readFileSync(file, 'utf8').trim()
}
