import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { openLog } from '@berth/docker/host'

export interface AgentProcessOptions {
  /** Below the installation's folder: socket, token and pid file. */
  readonly runFolder: string
  readonly logFile: string
  readonly environment: Readonly<Record<string, string>>
  readonly log: (line: string) => void
}

export interface AgentProcess {
  stop(): Promise<void>
}

const program = join(dirname(fileURLToPath(import.meta.resolve('@berth/docker'))), 'main.ts')
const firstPause = 50
const longestPause = 5_000
/** Milliseconds after which an agent that was asked to end is killed. */
const patience = 5_000

/** Starts the Docker agent beside the console and starts it again at once whenever it ends; one that a killed console left is replaced. */
export async function startAgentProcess(options: AgentProcessOptions): Promise<AgentProcess> {
  const pidFile = join(options.runFolder, 'agent.pid')
  await endStale(pidFile)
  const stopping = new AbortController()
  let child = await launch(options, pidFile)
  const ended = () => stopping.signal.aborted
  const supervise = async () => {
    for (let pause = firstPause; ; pause = Math.min(pause * 2, longestPause)) {
      const since = Date.now()
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
      if (ended()) return
      if (Date.now() - since > 10_000) pause = firstPause
      options.log(
        'Docker エージェントが止まったので起動し直します / The Docker agent ended: starting it again',
      )
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined)
      if (ended()) return
      child = await launch(options, pidFile)
    }
  }
  const supervised = supervise()
  return {
    async stop() {
      stopping.abort()
      child.kill('SIGTERM')
      const killed = setTimeout(() => child.kill('SIGKILL'), patience)
      await supervised
      clearTimeout(killed)
      rmSync(pidFile, { force: true })
    },
  }
}

/** In a process group of its own: a terminal's Ctrl-C reaches the console first, which ends it in its turn. */
async function launch(options: AgentProcessOptions, pidFile: string): Promise<ChildProcess> {
  const log = await openLog(options.logFile)
  try {
    const child = spawn(process.execPath, [...process.execArgv, program], {
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      env: { ...inherited(), ...options.environment },
    })
    await once(child, 'spawn')
    writeFileSync(pidFile, String(child.pid), { mode: 0o600 })
    return child
  } finally {
    await log.close()
  }
}

/** Of this process's environment, which has the settings' secrets in it, only what an agent needs. */
const needed =
  /^(PATH|LANG|MALLOC_\w+|NODE_COMPILE_CACHE|BERTH_AGENT_(SPOOL|BUILDS|BUILD_\w+|SINGULARITY\w*))$/
const inherited = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => needed.test(name)))

/** Ends the agent of an earlier console that was killed: by its pid, if that still is an agent. */
async function endStale(pidFile: string): Promise<void> {
  const pid = numberIn(pidFile)
  for (let waited = 0; pid > 1 && isAgent(pid); waited += 20) {
    process.kill(pid, waited < patience ? 'SIGTERM' : 'SIGKILL')
    await sleep(20)
  }
}

function numberIn(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8'))
  } catch {
    return 0
  }
}

function isAgent(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(program)
  } catch {
    return false
  }
}
