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
import { lastLines } from './log-file.ts'
import { openToAll } from './open-to-all.ts'
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
  /** Only ask here and start here; default: DOCKER_HOST if it is a Unix socket, then /var/run/docker.sock. */
  readonly socketPath?: string
}

const startDeadlineMs = 60_000
const machineConfigFile = '/etc/docker/daemon.json'

/**
 * Finds the machine's Docker daemon, or installs the engine and starts one with user-namespace remapping. A daemon
 * that an earlier run of the same data folder left behind is taken over; one of ours that dies is started again.
 * Throws HostError.
 */
export async function ensureDockerDaemon(options: EnsureDockerOptions): Promise<DockerDaemon> {
  const candidates = options.socketPath
    ? [options.socketPath]
    : [socketOfDockerHost(process.env['DOCKER_HOST']), standardSocket].filter((path) => path !== undefined)
  const home = homeOf(resolve(options.dataFolder), options.socketPath ?? standardSocket)
  return alone(`berth-docker-start:${home.socketPath}`, async () => {
    for (const socketPath of candidates) {
      if (!(await answers(socketPath))) continue
      const ours =
        socketPath === home.socketPath && runningDaemon(home.pidFile, home.configFile) !== undefined
      return ours
        ? keep(home, options.log)
        : { socketPath, startedHere: false, stop: () => Promise.resolve() }
    }
    requireRoot()
    if (findProgram('dockerd') === undefined) {
      await installEngine(options.log)
      // Under systemd the installation itself started a daemon: its socket accepts at once.
      if (existsSync('/run/systemd/system') && (await waitForAnswer(standardSocket, () => true, 30_000))) {
        return { socketPath: standardSocket, startedHere: false, stop: () => Promise.resolve() }
      }
    }
    await startDaemon(home, options.log)
    return keep(home, options.log)
  })
}

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
  const pid = runningDaemon(home.pidFile, home.configFile) ?? (await launch(home))
  if (await waitForAnswer(home.socketPath, () => isDaemon(pid, home.configFile), startDeadlineMs)) return
  throw new HostError(
    'start-failed',
    `Docker デーモンが起動しません / The Docker daemon does not start (${home.logFile}):\n${lastLines(home.logFile)}`,
  )
}

/**
 * Starts dockerd. The users of remapped containers have to get through all folders above its data root: where one is
 * closed (/root), the daemon alone sees its data in an open place too.
 */
async function launch(home: Home): Promise<number> {
  await mkdir(home.dataRoot, { recursive: true, mode: 0o711 })
  await rm(home.pidFile, { force: true })
  await forgetContainerd(home.execRoot)
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
