import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { daemonConfig } from './daemon-config.ts'
import { forgetContainerd, isDaemon, runningDaemon, spawnDaemon, stopDaemon } from './daemon-process.ts'
import { answers, socketOfDockerHost, standardSocket, waitForAnswer } from './daemon-socket.ts'
import { HostError } from './host-error.ts'
import { findProgram, installEngine } from './install-engine.ts'
import { raiseKeyQuotas } from './key-quota.ts'
import { lastLines } from './log-file.ts'
import { openToAll } from './open-to-all.ts'
import { processState } from './process-state.ts'
import { alone } from './start-lock.ts'

/** A Docker daemon that answers on `socketPath`. `stop` ends it only if it is ours (`startedHere`). */
export interface DockerDaemon {
  readonly socketPath: string
  readonly startedHere: boolean
  stop(): Promise<void>
}

export interface EnsureDockerOptions {
  /** Where a daemon of ours keeps images, containers and its log. */
  readonly dataFolder: string
  readonly log: (line: string) => void
  /** Somebody's daemon that is to be used and no other: it is neither asked nor started here. */
  readonly socketPath?: string
  /** Where a daemon of ours listens, and the only place to ask; default: DOCKER_HOST if it is a Unix socket, and /var/run/docker.sock. */
  readonly ownSocketPath?: string
}

const startDeadlineMs = 60_000
const machineConfigFile = '/etc/docker/daemon.json'

/**
 * Finds the machine's Docker daemon, or installs the engine and starts one with user-namespace remapping. A daemon
 * that an earlier run of the same data folder left behind is taken over; one of ours that dies is started again.
 * Throws HostError.
 */
export async function ensureDockerDaemon(options: EnsureDockerOptions): Promise<DockerDaemon> {
  if (options.socketPath !== undefined) return somebodys(options.socketPath)
  const { ownSocketPath, log } = options
  const home = homeOf(resolve(options.dataFolder), ownSocketPath ?? standardSocket)
  const elsewhere = ownSocketPath === undefined ? socketOfDockerHost(process.env['DOCKER_HOST']) : undefined
  return alone(`berth-docker-start:${home.socketPath}`, async () => {
    if (elsewhere !== undefined && (await answers(elsewhere))) return somebodys(elsewhere)
    if (await answers(home.socketPath)) {
      const ours = runningDaemon(home.pidFile, home.configFile) !== undefined
      return ours ? keep(home, log) : somebodys(home.socketPath)
    }
    requireRoot()
    if (findProgram('dockerd') === undefined) {
      await installEngine(log)
      // Under systemd the installation itself started a daemon: its socket accepts at once.
      const started = existsSync('/run/systemd/system') && home.socketPath === standardSocket
      if (started && (await waitForAnswer(standardSocket, () => true, 30_000)))
        return somebodys(standardSocket)
    }
    await startDaemon(home, log)
    return keep(home, log)
  })
}

const somebodys = (socketPath: string): DockerDaemon => ({
  socketPath,
  startedHere: false,
  stop: () => Promise.resolve(),
})

interface Home {
  readonly socketPath: string
  readonly dataRoot: string
  readonly execRoot: string
  readonly pidFile: string
  readonly configFile: string
  readonly logFile: string
}

/** The state of one boot (exec-root) belongs under /run, which also keeps its sockets' paths short (107 bytes). */
function homeOf(dataFolder: string, socketPath: string): Home {
  const id = createHash('sha256').update(dataFolder).digest('hex').slice(0, 12)
  return {
    socketPath,
    dataRoot: join(dataFolder, 'docker'),
    execRoot: `/run/berth-docker-${id}`,
    pidFile: join(dataFolder, 'docker.pid'),
    configFile: join(dataFolder, 'docker.json'),
    logFile: join(dataFolder, 'docker.log'),
  }
}

function requireRoot(): void {
  if (process.getuid?.() === 0) return
  throw new HostError(
    'needs-root',
    'Docker が動いていません。Docker を起動するか、root で実行してください(例: sudo npm start)。' +
      ' / No Docker daemon answers: start one, or run as root (for example sudo npm start).',
  )
}

async function startDaemon(home: Home, log: (line: string) => void): Promise<void> {
  log('Docker デーモンを起動します / Starting the Docker daemon')
  const left = runningDaemon(home.pidFile, home.configFile)
  if (left !== undefined && (await becomesReady(home, left))) return
  // One that an earlier run left may have been on its way out; a second beside one that still lives would harm its data.
  if (left === undefined || !isDaemon(left, home.configFile)) {
    if (await becomesReady(home, await launch(home))) return
  }
  throw new HostError(
    'start-failed',
    `Docker デーモンが起動しません / The Docker daemon does not start (${home.logFile}):\n${lastLines(home.logFile)}`,
  )
}

/** Not by `isDaemon`: while unshare, sh and dockerd replace one another (execve), the process has no command line. */
const becomesReady = (home: Home, pid: number): Promise<boolean> =>
  waitForAnswer(home.socketPath, () => processState(pid) === 'running', startDeadlineMs)

/**
 * Starts dockerd. The users of remapped containers have to get through all folders above its data root: where one is
 * closed (/root), the daemon alone sees its data in an open place too.
 */
async function launch(home: Home): Promise<number> {
  await mkdir(home.dataRoot, { recursive: true, mode: 0o711 })
  await rm(home.pidFile, { force: true })
  await forgetContainerd(home.execRoot)
  await raiseKeyQuotas()
  const open = openToAll(home.dataRoot)
  const dataRoot = open ? home.dataRoot : `${home.execRoot}-data`
  const config = daemonConfig(await machineConfig(), { ...home, dataRoot })
  await writeFile(home.configFile, JSON.stringify(config, null, 2))
  const dockerd = [findProgram('dockerd') ?? 'dockerd', '--config-file', home.configFile]
  if (open) return spawnDaemon(dockerd, home.logFile)
  await mkdir(dataRoot, { recursive: true, mode: 0o711 })
  const bind = 'mount --bind "$1" "$2" && shift 2 && exec "$@"'
  const unshare = [
    'unshare',
    '--mount',
    '--propagation',
    'slave',
    'sh',
    '-c',
    bind,
    'sh',
    home.dataRoot,
    dataRoot,
  ]
  return spawnDaemon([...unshare, ...dockerd], home.logFile)
}

async function machineConfig(): Promise<Record<string, unknown>> {
  if (!existsSync(machineConfigFile)) return {}
  try {
    return JSON.parse(await readFile(machineConfigFile, 'utf8')) as Record<string, unknown>
  } catch (error) {
    throw new HostError(
      'config-invalid',
      `${machineConfigFile} が JSON として読めません / is not valid JSON`,
      { cause: error },
    )
  }
}

/** Watches a daemon of ours and starts it again, each time waiting twice as long, when it dies while we serve. */
function keep(home: Home, log: (line: string) => void): DockerDaemon {
  const stopping = new AbortController()
  const watched = watch(home, log, stopping.signal)
  return {
    socketPath: home.socketPath,
    startedHere: true,
    stop: async () => {
      stopping.abort()
      await watched
      const pid = runningDaemon(home.pidFile, home.configFile)
      if (pid !== undefined) await stopDaemon(pid, home.configFile, home.pidFile)
    },
  }
}

async function watch(home: Home, log: (line: string) => void, stopping: AbortSignal): Promise<void> {
  let waitMs = 500
  for (;;) {
    const pause = runningDaemon(home.pidFile, home.configFile) === undefined ? waitMs : 1000
    await delay(pause, undefined, { signal: stopping, ref: false }).catch(() => undefined)
    if (stopping.aborted) return
    if (runningDaemon(home.pidFile, home.configFile) !== undefined || (await answers(home.socketPath)))
      continue
    log('Docker デーモンが止まったので起動し直します / The Docker daemon ended: starting it again')
    try {
      await startDaemon(home, log)
      waitMs = 500
    } catch (error) {
      waitMs = Math.min(waitMs * 2, 30_000)
      log(error instanceof Error ? error.message : String(error))
    }
  }
}

/** Ends the daemon that a run with this data folder started and left behind, if there is one. */
export async function stopLeftDaemon(dataFolder: string): Promise<void> {
  const home = homeOf(resolve(dataFolder), standardSocket)
  const pid = runningDaemon(home.pidFile, home.configFile)
  if (pid !== undefined) await stopDaemon(pid, home.configFile, home.pidFile)
}
