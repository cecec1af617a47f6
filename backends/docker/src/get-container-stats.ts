import { BerthError, type Stats } from '@berth/contract'
import { openStream } from './client.ts'
import { withContainer } from './lookup.ts'
import type { DockerContext } from './context.ts'
import { toBerthError } from './translate/docker-error.ts'
import { jsonLines } from './translate/json-lines.ts'
import { toStats, type DockerStats } from './translate/stats.ts'

/** One reading, or one a second until the container ends or `signal` aborts. */
export async function* getContainerStats(
  context: DockerContext,
  id: string,
  options: { follow: boolean; signal: AbortSignal },
): AsyncGenerator<Stats> {
  try {
    const stream = await withContainer(context, id, async (container) => {
      const info = await container.inspect()
      if (!info.State.Running) throw new BerthError('container-not-running')
      return openStream(context.docker, `/containers/${container.id}/stats`, { stream: '1' }, options.signal)
    })
    let readings = 0
    for await (const raw of jsonLines<DockerStats>(stream)) {
      readings += 1
      const stats = toStats(raw)
      if (stats !== undefined) {
        yield stats
        if (!options.follow) return
      } else if (readings > 1) return
    }
  } catch (error) {
    if (!options.signal.aborted) throw toBerthError(error)
  }
}
