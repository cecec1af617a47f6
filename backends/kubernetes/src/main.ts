import { createLogger, startAgent } from '@berth/backend'
import { readAgentSettings, type AgentSettings } from './agent-settings.ts'
import { createKubernetesBackend } from './kubernetes-backend.ts'

async function main(): Promise<void> {
  const read = readAgentSettings(process.env)
  if ('settings' in read) return serve(read.settings)
  process.stderr.write(read.faults.map((line) => `${line}\n`).join(''))
  process.exitCode = 1
}

/** Serves until SIGTERM or SIGINT. What is lent goes on without it. */
async function serve({
  config,
  instance,
  kubernetes,
  listen,
  token,
  spoolFolder,
}: AgentSettings): Promise<void> {
  const log = createLogger()
  const backend = createKubernetesBackend({ config, instance, settings: kubernetes, log })
  const agent = await startAgent({ backend, listen, token, log, spoolFolder })
  log.info({ address: agent.address, instance }, 'The Kubernetes agent serves')
  const stop = async (): Promise<void> => {
    await agent.close()
    await backend.close()
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      stop().catch((error: unknown) => {
        log.error({ error: String(error) }, 'The Kubernetes agent did not end in order')
        process.exitCode = 1
      })
    })
}

// Imported where it is only to be compiled.
if (import.meta.main) await main()
