import type { Container } from 'dockerode'
import type { ObservedRunner } from '@berth/contract'
import type { DockerBuilds } from '../build-endpoint/create-builds.ts'
import { logReader } from '../translate/log-lines.ts'
import { labels } from '../translate/names.ts'

/** Milliseconds after a restart in which it is not known whether it will stay. */
const settling = 10_000
const lastLines = 20

/** How a runner is; one that Docker starts again and again does not run. */
export async function observeRunner(container: Container, builds: DockerBuilds): Promise<ObservedRunner> {
  const { Config, State, RestartCount } = await container.inspect()
  const account = Config.Labels[labels.account] ?? ''
  const settled = RestartCount === 0 || Date.now() - Date.parse(State.StartedAt) > settling
  const running = State.Running && !State.Restarting && settled
  return {
    id: Config.Labels[labels.runner] ?? '',
    account,
    running,
    open: builds.isOpen(account),
    builds: builds.building(account),
    log: running ? [] : await lastOf(container),
  }
}

async function lastOf(container: Container): Promise<string[]> {
  const reader = logReader(false)
  const options = { stdout: true, stderr: true, timestamps: true, tail: lastLines, follow: false } as const
  const lines = [...reader.push(await container.logs(options)), ...reader.end()]
  return lines.map(({ text }) => text.slice(0, 500)).slice(-lastLines)
}
