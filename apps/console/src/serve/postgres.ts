import { EventEmitter, once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { lastLines } from '@berth/docker/host'
import pg from 'pg'
import { clearStage, prepareCluster, type Cluster } from './postgres-cluster.ts'
import { findPostmaster, spawnPostmaster, stopPostmaster, type Postmaster } from './postgres-process.ts'
import { database, databaseUrl } from './postgres-settings.ts'

export interface PostgresOptions {
  /** The installation's folder; the data go into `postgres` below it. */
  readonly dataFolder: string
  readonly log: (line: string) => void
}

/** The private PostgreSQL, kept running until `stop`. */
export interface Postgres {
  /** Where to connect, for `pg`: a Unix socket that takes this system user alone. */
  readonly url: string
  /** Calls back each time the server ended although nobody asked it to; it is started again meanwhile. */
  onExit(listener: () => void): void
  /** Ends the server orderly; open connections are cut. */
  stop(): Promise<void>
}

const startDeadlineMs = 60_000
const firstPauseMs = 100
const longestPauseMs = 10_000

/**
 * Starts the installation's private PostgreSQL, takes over the one that a killed parent left behind, and starts it
 * again when it dies. Throws if it cannot be started, with the end of its log.
 */
export async function startPostgres({ dataFolder, log }: PostgresOptions): Promise<Postgres> {
  const cluster = await prepareCluster(dataFolder)
  const postmaster = await launch(cluster)
  await ensureDatabase(cluster)
  const stopping = new AbortController()
  const exits = new EventEmitter()
  const watched = supervise(cluster, postmaster, stopping.signal, log, () => exits.emit('exit'))
  return {
    url: databaseUrl(cluster.socketFolder),
    onExit: (listener) => void exits.on('exit', listener),
    stop: () => {
      stopping.abort()
      return watched
    },
  }
}

/** Keeps a postmaster running, with ever longer pauses while it does not start, until `stopping`; then ends it. */
async function supervise(
  cluster: Cluster,
  first: Postmaster,
  stopping: AbortSignal,
  log: (line: string) => void,
  exited: () => void,
): Promise<void> {
  const stopped = once(stopping, 'abort').then(() => 'stopped' as const)
  let postmaster: Postmaster | undefined = first
  let pause = firstPauseMs
  while (!stopping.aborted) {
    if (postmaster) {
      const since = Date.now()
      if ((await Promise.race([postmaster.ended, stopped])) === 'stopped') break
      if (Date.now() - since > longestPauseMs) pause = firstPauseMs
      log('PostgreSQL が止まったので起動し直します / PostgreSQL ended: starting it again')
      exited()
    }
    await delay(pause, undefined, { signal: stopping }).catch(() => undefined)
    pause = Math.min(pause * 2, longestPauseMs)
    postmaster = await launch(cluster).catch((error: unknown) => {
      log(error instanceof Error ? error.message : String(error))
      return undefined
    })
  }
  if (postmaster) await stopPostmaster(postmaster)
  await clearStage(cluster)
}

/** Starts or finds a postmaster and waits until it answers. */
async function launch(cluster: Cluster): Promise<Postmaster> {
  const postmaster = findPostmaster(cluster) ?? (await spawnPostmaster(cluster))
  const state = { ended: false }
  void postmaster.ended.then(() => (state.ended = true))
  const deadline = Date.now() + startDeadlineMs
  while (!state.ended && Date.now() < deadline) {
    if (await answers(cluster)) return postmaster
    await delay(20)
  }
  if (!state.ended) await stopPostmaster(postmaster)
  throw new Error(
    `PostgreSQL が起動しません / PostgreSQL does not start (${cluster.logFile}):\n${lastLines(cluster.logFile)}`,
  )
}

async function answers(cluster: Cluster): Promise<boolean> {
  try {
    await query(cluster, 'select 1')
    return true
  } catch {
    return false
  }
}

async function ensureDatabase(cluster: Cluster): Promise<void> {
  const { rowCount } = await query(cluster, `select from pg_database where datname = '${database}'`)
  if (rowCount === 0) await query(cluster, `create database ${database}`)
}

/** Asks the server's own database `postgres`, which is there from the beginning. */
async function query(cluster: Cluster, text: string): Promise<pg.QueryResult> {
  const client = new pg.Client({
    connectionString: databaseUrl(cluster.socketFolder).replace(/[^/]*$/, 'postgres'),
    connectionTimeoutMillis: 5000,
  })
  // A connection that is cut while idle must not end the process; the query reports it.
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await client.query(text)
  } finally {
    await client.end()
  }
}
