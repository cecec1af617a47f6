import { describe, expect, it } from 'vitest'
import type { LogsOptions } from '../port.ts'
import { lasting, type Bench } from './subject.ts'
import { all, failsWith, firstOf, until } from './waiting.ts'

export function logTests(bench: () => Bench): void {
  const logs = (id: string, options: Partial<LogsOptions> = {}) =>
    bench().backend.getContainerLogs(id, {
      follow: false,
      tail: 1_000,
      signal: new AbortController().signal,
      ...options,
    })
  const written = (id: string, count: number) =>
    until(async () => {
      const lines = await all(logs(id))
      return lines.length >= count ? lines : undefined
    })

  describe('logs', () => {
    it('gives both streams, with Japanese and times', async () => {
      const { id } = await bench().run()
      const lines = await written(id, 3)
      const textsOf = (name: string) => lines.filter(({ stream }) => stream === name).map(({ text }) => text)
      // Kubernetes tells them apart from 1.32 on.
      if (textsOf('stderr').length > 0) expect(textsOf('stderr')).toEqual(['warn'])
      else expect(textsOf('stdout')).toContain('warn')
      expect(textsOf('stdout').filter((text) => text !== 'warn')).toEqual(['ready', 'こんにちは'])
      for (const { time } of lines) expect(new Date(time).getTime()).toBeGreaterThan(0)
    })

    it('gives the last lines, and those since a time', async () => {
      const { id } = await bench().run({
        command: ['sh', '-c', 'echo 1; sleep 1; echo 2; sleep 1000 & wait'],
      })
      const lines = await written(id, 2)
      expect((await all(logs(id, { tail: 1 }))).map(({ text }) => text)).toEqual(['2'])
      expect(await all(logs(id, { tail: 0 }))).toEqual([])
      const since = new Date(new Date(lines[0]!.time).getTime() + 500).toISOString()
      expect((await all(logs(id, { since }))).map(({ text }) => text)).toEqual(['2'])
    })

    it('follows until the container ends', async () => {
      const { id } = await bench().run({ command: ['sh', '-c', 'echo 1; sleep 1; echo 2'] })
      const lines = await all(logs(id, { follow: true }))
      expect(lines.map(({ text }) => text)).toEqual(['1', '2'])
    })

    it('stops following when told', async () => {
      const { id } = await bench().run()
      const stop = new AbortController()
      const lines = logs(id, { follow: true, signal: stop.signal })
      await firstOf(lines, ({ text }) => text === 'ready')
      stop.abort()
    })

    it('keeps the log of an exited container', async () => {
      const { id } = await bench().run()
      await written(id, 3)
      await bench().backend.stopContainer(id)
      expect((await all(logs(id))).length).toBe(3)
    })

    it('knows no log of an unknown container', () => failsWith('not-found', all(logs('unknown'))))
  })

  describe('stats', () => {
    const stats = (id: string, follow: boolean, signal = new AbortController().signal) =>
      bench().backend.getContainerStats(id, { follow, signal })

    const able = async () => (await bench().backend.info()).capabilities.stats

    it('gives one reading, or one after the other, under the limit', async () => {
      if (!(await able())) return
      const spec = bench().spec({ command: lasting })
      await bench().backend.createContainer(spec)
      const once = await all(stats(spec.id, false))
      expect(once).toHaveLength(1)
      expect(once[0]).toMatchObject({ memoryLimit: spec.limits.memory })
      expect(once[0]!.memory).toBeGreaterThan(0)
      expect(once[0]!.pids).not.toBe(0)
      const stop = new AbortController()
      let seen = 0
      await firstOf(stats(spec.id, true, stop.signal), () => ++seen === 2)
      stop.abort()
    })

    it('is refused where it is not told', async () => {
      if (await able()) return
      const { id } = await bench().run()
      await failsWith('capability-missing', all(stats(id, false)))
    })

    it('refuses for a container that does not run', async () => {
      const { id } = await bench().run()
      await bench().backend.stopContainer(id)
      await failsWith('container-not-running', all(stats(id, false)))
    })
  })
}
