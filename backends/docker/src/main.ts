import { rm, writeFile } from 'node:fs/promises'
import { createLogger, startAgent } from '@berth/backend'
import { readAgentSettings, type AgentSettings } from './agent-settings.ts'
import { createDockerBackend } from './docker-backend.ts'
import { takeOver } from './take-over.ts'

async function main(): Promise<void> {
  const read = readAgentSettings(process.env)
  if ('settings' in read) return serve(read.settings)
  process.stderr.write(read.faults.map((line) => `${line}\n`).join(''))
  process.exitCode = 1
}

/** Serves until SIGTERM or SIGINT. Outlives its parent: containers are watched on, and the next console finds it. */
async function serve(settings: AgentSettings): Promise<void> {
  const log = createLogger()
  const { instance, docker, dockerSocket, listen, token, pidFile, git } = settings
  const backend = createDockerBackend({ socketPath: dockerSocket, instance, settings: docker, log })
  if (pidFile !== undefined) await takeOver(pidFile, import.meta.filename)
  const agent = await startAgent({ backend, listen, token, log, spoolFolder: docker.spoolFolder, git })
  if (pidFile !== undefined) await writeFile(pidFile, `${process.pid}\n`)
  log.info({ address: agent.address, instance }, 'The Docker agent serves')
  const stop = async (): Promise<void> => {
    await agent.close()
    await backend.close()
    if (pidFile !== undefined) await rm(pidFile, { force: true })
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      stop().catch((error: unknown) => {
        log.error({ error: String(error) }, 'The Docker agent did not end in order')
        process.exitCode = 1
      })
    })
}

// Imported where it is only to be compiled.
if (import.meta.main) await main()
