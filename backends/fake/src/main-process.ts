import { PassThrough } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import type { LogLine } from '@berth/contract'
import { run } from './shell/run.ts'
import type { FakeContainer, FakeImage, World } from './world.ts'

/** Starts a container's main process; its end is seen as the container's. */
export function startMain(world: World, container: FakeContainer, image: FakeImage): void {
  const stop = new AbortController()
  const stdin = new PassThrough()
  container.processes = new AbortController()
  const { id, account, name, runtimeId, ports, address } = container.observed
  const observed = { id, account, name, image: container.spec.image, runtimeId, ports, address }
  container.observed = { ...observed, state: 'running', startedAt: world.now(), outOfMemory: false }
  world.change(container, {})
  const process = {
    files: container.files,
    environment: environmentOf(container),
    stdin,
    signal: stop.signal,
    size: () => ({ columns: 80, rows: 24 }),
    out: lineWriter(world, container, 'stdout'),
    err: lineWriter(world, container, 'stderr'),
  }
  const ended = turn()
    .then(() => run(container.spec.command ?? image.command, process))
    .catch(() => 137)
    .then((exitCode) => {
      container.main = undefined
      container.processes.abort()
      container.observed = { ...container.observed, state: 'exited', exitCode, finishedAt: world.now() }
      const killed = stop.signal.aborted
      world.emit({ type: 'exited', time: world.now(), container: container.observed, killed })
      container.output.emit('end')
    })
  container.main = { stdin, stop, ended }
}

/** The variables that a container was given. */
export const environmentOf = ({ spec }: FakeContainer): ReadonlyMap<string, string> =>
  new Map(
    spec.environments.map(
      (pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const,
    ),
  )

function lineWriter(world: World, container: FakeContainer, stream: LogLine['stream']) {
  let rest = Buffer.alloc(0)
  return (bytes: Uint8Array): void => {
    container.output.emit('bytes', Buffer.from(bytes))
    rest = Buffer.concat([rest, bytes])
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      const line = { time: world.now(), stream, text: rest.subarray(0, end).toString() }
      rest = rest.subarray(end + 1)
      container.log.push(line)
      container.output.emit('line', line)
    }
  }
}
