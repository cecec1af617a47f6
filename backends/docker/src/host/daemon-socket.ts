import { setTimeout as delay } from 'node:timers/promises'
import { askDaemon } from './ask-daemon.ts'
import { HostError } from './host-error.ts'

/** Where every Docker client looks first. */
export const standardSocket = '/var/run/docker.sock'

/** The Unix socket that DOCKER_HOST names, if it names one. */
export function socketOfDockerHost(dockerHost: string | undefined): string | undefined {
  return dockerHost?.startsWith('unix:///') ? dockerHost.slice('unix://'.length) : undefined
}

/** Whether a daemon answers on a Unix socket. Throws `no-permission` if there is one that we may not ask. */
export async function answers(socketPath: string): Promise<boolean> {
  try {
    await askDaemon(socketPath, { method: 'GET', path: '/_ping' })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EACCES') {
      throw new HostError(
        'no-permission',
        `${socketPath} を使う権限がありません。docker グループに入るか、root で起動してください。` +
          ` / No permission to use ${socketPath}: join the group docker, or start as root.`,
        { cause: error },
      )
    }
    return false
  }
}

/** Connects again and again until the daemon answers (true), `isAlive` denies it or the deadline passes (false). */
export async function waitForAnswer(
  socketPath: string,
  isAlive: () => boolean,
  deadlineMs: number,
): Promise<boolean> {
  const deadline = Date.now() + deadlineMs
  while (Date.now() < deadline) {
    if (await answers(socketPath)) return true
    if (!isAlive()) return false
    await delay(25)
  }
  return false
}
