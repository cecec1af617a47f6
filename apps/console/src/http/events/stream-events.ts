import { PassThrough } from 'node:stream'
import { consoleRoutes, type ConsoleEvent } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import { viewBackend } from '../../backends/backend-view.ts'
import { viewBuild } from '../../builds/build-row.ts'
import { viewContainer } from '../../containers/container-view.ts'
import type { Context } from '../../context.ts'
import type { Subscriber } from '../../events/deliver.ts'
import { viewImage } from '../../images/image-row.ts'
import type { LendingParts } from '../../lending-parts.ts'
import { lookingOf } from '../containers/looking.ts'
import { handle, type Input } from '../handle.ts'

/** Milliseconds: below what proxies take for an idle connection. */
const heartbeat = 15_000
/** Bytes that may wait for a reader; who is further behind is cut off and fetches everything anew. */
const mostWaiting = 1_048_576

type Route = typeof consoleRoutes.streamEvents

export function streamEvents(app: FastifyInstance, context: Context, parts: LendingParts): void {
  handle(app, context, consoleRoutes.streamEvents, (input) => {
    const out = new PassThrough()
    const write = (text: string) => {
      if (out.destroyed) return
      if (out.writableLength > mostWaiting) out.destroy()
      else out.write(text)
    }
    const send = (event: ConsoleEvent) => write(`data: ${JSON.stringify(event)}\n\n`)
    const beat = setInterval(() => write(':\n\n'), heartbeat)
    const unsubscribe = parts.hub.subscribe(subscriberOf(context, parts, input, send))
    out.once('close', () => {
      clearInterval(beat)
      unsubscribe()
    })
    send({ type: 'hello' })
    return out
  })
}

function subscriberOf(
  context: Context,
  { places, backends }: LendingParts,
  { actor, query, request }: Input<Route>,
  send: (event: ConsoleEvent) => void,
): Subscriber {
  const administrator = actor.role === 'administrator'
  const looking = lookingOf(context, request)
  return {
    account: actor.account,
    administrator,
    all: administrator && query.scope === 'all',
    resync: () => send({ type: 'resync' }),
    container: (row) =>
      send({ type: 'container', container: viewContainer(row, { ...looking, place: places.get(row.id) }) }),
    containerRemoved: (id) => send({ type: 'container-removed', id }),
    image: (row) => send({ type: 'image', image: viewImage(row, actor.account) }),
    imageRemoved: (id) => send({ type: 'image-removed', id }),
    build: (row) => send({ type: 'build', build: viewBuild(row, looking.language) }),
    buildRemoved: (id) => send({ type: 'build-removed', id }),
    backend: (name) => {
      const found = backends.all().find(({ row }) => row.name === name)
      // The contract has no word for one that is gone.
      if (found === undefined) send({ type: 'resync' })
      else send({ type: 'backend', backend: viewBackend(found.row, administrator) })
    },
    runner: () => send({ type: 'runner' }),
    session: () => send({ type: 'session' }),
  }
}
