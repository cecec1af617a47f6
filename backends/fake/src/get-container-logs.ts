import type { LogLine } from '@berth/contract'
import type { LogsOptions } from '@berth/backend'
import { eventsOf } from './events-of.ts'
import type { World } from './world.ts'

export async function* getContainerLogs(
  world: World,
  id: string,
  options: LogsOptions,
): AsyncGenerator<LogLine> {
  world.enter('getContainerLogs')
  const { log, output, observed } = world.container(id)
  const { since, tail, follow, signal } = options
  const past = log.filter(({ time }) => since === undefined || time >= since)
  const shown = tail === 0 ? [] : past.slice(-tail)
  if (!follow || observed.state !== 'running') {
    yield* shown
    return
  }
  const coming = eventsOf<LogLine>(output, 'line', signal)
  const next = coming.next()
  yield* shown
  for (let item = await next; !item.done; item = await coming.next()) yield item.value
}
