import type { LogLine } from '@berth/contract'
import type { LogsOptions } from '@berth/backend'
import { openStream } from './client.ts'
import { withContainer } from './lookup.ts'
import type { DockerContext } from './context.ts'
import { toBerthError } from './translate/docker-error.ts'
import { toDockerTime } from './translate/event.ts'
import { logReader } from './translate/log-lines.ts'

/** What the main process wrote; with `follow` until it ends or `signal` aborts. */
export async function* getContainerLogs(
  context: DockerContext,
  id: string,
  options: LogsOptions,
): AsyncGenerator<LogLine> {
  try {
    const { stream, tty } = await withContainer(context, id, async (container) => {
      const info = await container.inspect()
      const query = {
        stdout: '1',
        stderr: '1',
        timestamps: '1',
        tail: String(options.tail),
        ...(options.follow ? { follow: '1' } : {}),
        ...(options.since === undefined ? {} : { since: toDockerTime(Date.parse(options.since) * 1_000) }),
      }
      return {
        stream: await openStream(context.docker, `/containers/${container.id}/logs`, query, options.signal),
        tty: info.Config.Tty,
      }
    })
    const reader = logReader(tty)
    // Podman takes whole seconds.
    const from = options.since === undefined ? -Infinity : Date.parse(options.since)
    const isWanted = ({ time }: LogLine): boolean => !(Date.parse(time) < from)
    for await (const chunk of stream) yield* reader.push(chunk as Buffer).filter(isWanted)
    yield* reader.end().filter(isWanted)
  } catch (error) {
    if (!options.signal.aborted) throw toBerthError(error)
  }
}
