import { mkdirSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ensureDockerDaemon, type DockerDaemon } from '@berth/docker/host'
import type { FastifyInstance } from 'fastify'
import { startChores } from '../accounts/chores.ts'
import { ensureAdministrator } from '../accounts/ensure-administrator.ts'
import type { Context } from '../context.ts'
import { closeContext, createContext } from '../create-context.ts'
import { createLog } from '../create-log.ts'
import { migrate } from '../database/migrate.ts'
import { buildApp } from '../http/app.ts'
import { backendRoutes } from '../http/backends/index.ts'
import { containerRoutes } from '../http/containers/index.ts'
import { eventRoutes } from '../http/events/index.ts'
import { identityRoutes } from '../http/identity-routes.ts'
import { registryRoutes } from '../http/registries/index.ts'
import { runnerRoutes } from '../http/runner/index.ts'
import { buildRoutes } from '../http/builds/index.ts'
import { imageRoutes } from '../http/images/index.ts'
import { ensureInstallation } from '../installation.ts'
import { kubernetesRoutes } from '../http/kubernetes/index.ts'
import { singularityRoutes } from '../http/singularity/index.ts'
import type { Settings } from '../settings/settings.ts'
import { migrateJobs, startLending, type Lending } from '../start-lending.ts'
import { startLocalAgent, storeBackends } from './local-backend.ts'
import type { Messages } from './messages.ts'
import { offerWelcome } from './offer-welcome.ts'
import { startPostgres, type Postgres } from './postgres.ts'
import { takeAlone } from './sole-instance.ts'

/** Something that was started and is ended in the reverse order. */
type Ending = () => Promise<unknown>

export interface Serving {
  readonly url: string
  /** Ends all that was started here, the latest first; the data stay. */
  stop(): Promise<void>
}

interface Ground {
  readonly context: Context
  readonly databaseUrl: string
  readonly instance: string
  readonly administrator: { account: string; password: string } | null
}

/** Starts a whole installation: Docker, PostgreSQL and an agent unless the settings name others, and the console. */
export async function serve(
  settings: Settings,
  messages: Messages,
  say: (line: string) => void,
): Promise<Serving> {
  const folders = makeFolders(settings.data)
  if (!(await takeAlone(settings.data))) throw new Error(messages.alreadyRunning(settings.data))
  const pidFile = join(folders.run, 'serve.pid')
  writeFileSync(pidFile, String(process.pid), { mode: 0o600 })
  const endings: Ending[] = [() => rm(pidFile, { force: true })]
  const stop = async () => {
    for (const ending of endings.splice(0).reverse()) await ending()
  }
  try {
    const local = settings.embeddedAgent && settings.backends.length === 0
    const dockerStart = local ? startDocker(settings, say, endings) : Promise.resolve(null)
    const groundStart = layGround(settings, folders, say, endings)
    // Both are waited for: what one has started is ended when the other fails.
    await Promise.allSettled([dockerStart, groundStart])
    const daemon = await dockerStart
    const ground = await groundStart
    const { context, instance } = ground
    await storeBackends(context, daemon === null ? null : folders.run)
    if (daemon !== null) {
      const agent = { runFolder: folders.run, logFolder: folders.log, dockerSocket: daemon.socketPath }
      const process = await startLocalAgent(context, { ...agent, instance, log: say })
      endings.push(() => process.stop())
    }
    const lending = await startLending(context, ground.databaseUrl, instance)
    endings.push(() => lending.stop())
    if (daemon !== null) await offerWelcome(context, lending.parts.backends, daemon.socketPath, say)
    const app = await listen(context, lending, endings)
    const url = addressOf(app, settings)
    say(messages.ready(url))
    const { administrator } = ground
    if (administrator !== null)
      say(messages.firstAdministrator(administrator.account, administrator.password))
    return { url, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

interface Folders {
  readonly run: string
  readonly log: string
}

function makeFolders(data: string): Folders {
  const folders = { run: join(data, 'run'), log: join(data, 'log') }
  for (const folder of [data, folders.run, folders.log]) mkdirSync(folder, { recursive: true, mode: 0o700 })
  return folders
}

async function startDocker(
  settings: Settings,
  say: (line: string) => void,
  endings: Ending[],
): Promise<DockerDaemon> {
  const daemon = await ensureDockerDaemon({
    dataFolder: settings.data,
    log: say,
    ...(settings.dockerSocket === null ? {} : { socketPath: settings.dockerSocket }),
  })
  endings.push(() => daemon.stop())
  return daemon
}

async function layGround(
  settings: Settings,
  folders: Folders,
  say: (line: string) => void,
  endings: Ending[],
): Promise<Ground> {
  const databaseUrl = settings.databaseUrl ?? (await startDatabase(settings, say, endings)).url
  await migrate(databaseUrl)
  await migrateJobs(databaseUrl)
  // On a terminal the log would drown what people are told.
  const log = createLog(
    settings.logLevel,
    process.stdout.isTTY ? join(folders.log, 'console.log') : undefined,
  )
  const context = createContext(settings, databaseUrl, log)
  endings.push(() => closeContext(context))
  const administrator = await ensureAdministrator(context)
  const stopChores = startChores(context)
  endings.push(() => {
    stopChores()
    return Promise.resolve()
  })
  const instance = await ensureInstallation(context.pool)
  return { context, databaseUrl, instance, administrator }
}

async function startDatabase(
  settings: Settings,
  say: (line: string) => void,
  endings: Ending[],
): Promise<Postgres> {
  const postgres = await startPostgres({ dataFolder: settings.data, log: say })
  endings.push(() => postgres.stop())
  return postgres
}

async function listen(context: Context, { parts }: Lending, endings: Ending[]): Promise<FastifyInstance> {
  const app = await buildApp(context, [
    ...identityRoutes,
    containerRoutes(parts),
    backendRoutes(parts),
    eventRoutes(parts),
    imageRoutes(parts),
    buildRoutes(parts),
    registryRoutes,
    runnerRoutes,
    kubernetesRoutes(parts),
    singularityRoutes(parts),
  ])
  await app.listen({ ...context.settings.listen })
  endings.push(() => app.close())
  return app
}

function addressOf(app: FastifyInstance, settings: Settings): string {
  const address = app.server.address()
  if (settings.url !== undefined || address === null || typeof address === 'string') return settings.url ?? ''
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address
  return `${settings.tls === null ? 'http' : 'https'}://${host}:${address.port}`
}
