import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AgentEvent } from '@berth/contract'
import type { Bench } from './subject.ts'
import { firstOf, until } from './waiting.ts'

export function eventTests(bench: () => Bench): void {
  describe('events', () => {
    let stop: AbortController
    let seen: AgentEvent[]
    beforeEach(() => {
      stop = new AbortController()
      seen = []
    })
    afterEach(() => stop.abort())

    /** Gathers events; resolves once the stream is open. */
    async function listen(since?: string): Promise<void> {
      const iterator = bench().backend.streamEvents(since, stop.signal)[Symbol.asyncIterator]()
      const hello = await iterator.next()
      if (hello.done) throw new Error('The stream ended')
      seen.push(hello.value)
      const gather = async () => {
        for (let item = await iterator.next(); !item.done; item = await iterator.next()) seen.push(item.value)
      }
      gather().catch(() => undefined)
    }
    const about = (id: string) =>
      seen.filter(
        (event) => ('container' in event && event.container.id === id) || ('id' in event && event.id === id),
      )
    const appears = (id: string, found: (event: AgentEvent) => boolean) =>
      until(() => Promise.resolve(about(id).find(found)))

    it('opens with what the backend is', async () => {
      await listen()
      expect(seen[0]).toMatchObject({ type: 'hello', info: { runtimeReachable: true } })
    })

    it('sends heartbeats', async () => {
      const events = bench().backend.streamEvents(undefined, stop.signal)
      expect(await firstOf(events, ({ type }) => type === 'heartbeat')).toMatchObject({ type: 'heartbeat' })
    })

    it('tells a container’s life in its order', async () => {
      await listen()
      const { id } = await bench().run()
      await appears(id, (event) => event.type === 'container' && event.container.state === 'running')
      await bench().backend.stopContainer(id)
      expect(await appears(id, ({ type }) => type === 'exited')).toMatchObject({ killed: true })
      await bench().backend.removeContainer(id)
      await appears(id, ({ type }) => type === 'container-removed')
      const order = ['running', 'exited', 'container-removed'].map((what) =>
        about(id).findIndex((event) =>
          what === 'running' ? 'container' in event && event.container.state === what : event.type === what,
        ),
      )
      expect(order).toEqual([...order].sort((a, b) => a - b))
    })

    it('tells exit codes of what ended by itself', async () => {
      await listen()
      const { id } = await bench().run({ command: ['sh', '-c', 'exit 9'] })
      const event = await appears(id, ({ type }) => type === 'exited')
      expect(event).toMatchObject({ container: { id, state: 'exited', exitCode: 9 } })
    })

    it('tells afterwards what ended since a time', async () => {
      await listen()
      const since = seen[0]!.time
      stop.abort()
      const { id } = await bench().run({ command: ['sh', '-c', 'exit 4'] })
      await until(async () => (await bench().backend.inspectContainer(id)).state === 'exited' || undefined)
      stop = new AbortController()
      await listen(since)
      expect(await appears(id, ({ type }) => type === 'exited')).toMatchObject({ container: { exitCode: 4 } })
    })

    it('tells several listeners, and nothing of another instance', async () => {
      await listen()
      const others: AgentEvent[] = []
      const otherEvents = bench().subject.other.streamEvents(undefined, stop.signal)
      const gatherOthers = async () => {
        for await (const event of otherEvents) others.push(event)
      }
      gatherOthers().catch(() => undefined)
      const { id } = await bench().run()
      await appears(id, ({ type }) => type === 'container')
      await bench().backend.removeContainer(id)
      await appears(id, ({ type }) => type === 'container-removed')
      expect(JSON.stringify(others)).not.toContain(id)
    })
  })
}
