import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Bench } from './subject.ts'
import { failsWith, until } from './waiting.ts'

export function lifecycleTests(bench: () => Bench): void {
  describe('containers', () => {
    it('tells what it is', async () => {
      const info = await bench().backend.info()
      expect(info.runtimeReachable).toBe(true)
      expect(info.room?.memory).toBeGreaterThan(0)
    })

    it('creates a running container with what was asked', async () => {
      const spec = bench().spec({ guestPorts: [8080, 3000] })
      const made = await bench().backend.createContainer(spec)
      expect(made).toMatchObject({
        id: spec.id,
        account: spec.account,
        name: spec.name,
        image: spec.image,
        state: 'running',
        outOfMemory: false,
      })
      expect(made.ports.map((port) => port.guest).sort()).toEqual([3000, 8080])
      expect(new Set(made.ports.map(({ host, url }) => url ?? host)).size).toBe(2)
      expect(await bench().backend.inspectContainer(spec.id)).toEqual(made)
      expect(await bench().backend.listContainers()).toContainEqual(made)
    })

    it('creates once, however often and at the same time it is asked', async () => {
      const spec = bench().spec()
      const made = await Promise.all([1, 2, 3].map(() => bench().backend.createContainer(spec)))
      expect(new Set(made.map((container) => container.runtimeId)).size).toBe(1)
      expect(await bench().backend.createContainer(spec)).toEqual(made[0])
      const listed = await bench().backend.listContainers()
      expect(listed.filter(({ id }) => id === spec.id)).toHaveLength(1)
    })

    it('gives two containers of one name and two accounts to each its own', async () => {
      const first = await bench().run({ name: 'same' })
      const second = await bench().run({ name: 'same', account: 'conf-another' })
      expect(first.runtimeId).not.toBe(second.runtimeId)
      await bench().backend.removeContainer(second.id)
      await bench().backend.removeTenant('conf-another')
      expect((await bench().backend.inspectContainer(first.id)).state).toBe('running')
    })

    it('keeps accounts apart whose names its runtime cannot hold, and tells them as they are', async () => {
      const accounts = ['conf', 'c.onf', 'c-onf', 'c_onf', 'l'.repeat(64)]
      const made = await Promise.all(accounts.map((account) => bench().run({ account, name: 'named' })))
      expect(made.map(({ account }) => account)).toEqual(accounts)
      const ids = new Set(made.map(({ id }) => id))
      const listed = (await bench().backend.listContainers()).filter(({ id }) => ids.has(id))
      expect(listed.map(({ account }) => account).sort()).toEqual(accounts.toSorted())
      const [, ...others] = made
      await bench().backend.removeContainer(made[0]!.id)
      await bench().backend.removeTenant(accounts[0]!)
      for (const { id } of others) expect((await bench().backend.inspectContainer(id)).state).toBe('running')
      await Promise.all(others.map(({ id }) => bench().backend.removeContainer(id)))
      await Promise.all(others.map(({ account }) => bench().backend.removeTenant(account)))
    })

    it('refuses an image that is not there, and leaves nothing', async () => {
      const spec = bench().spec({ image: bench().subject.images.absent })
      const { capabilities } = await bench().backend.info()
      const codes = capabilities.images
        ? ['image-absent']
        : ['image-absent', 'image-not-found', 'registry-unreachable', 'pull-failed']
      const error: unknown = await bench()
        .backend.createContainer(spec)
        .catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ code: expect.toBeOneOf(codes) as unknown })
      await failsWith('not-found', bench().backend.inspectContainer(spec.id))
    })

    it('says which command cannot be run', async () => {
      const spec = bench().spec({ command: ['/no/such/command'] })
      await failsWith('command-not-found', bench().backend.createContainer(spec))
    })

    it('leaves an exited container alone when its creation is repeated', async () => {
      const spec = bench().spec({ command: ['sh', '-c', 'exit 3'] })
      await bench().backend.createContainer(spec)
      const ended = await exited(bench(), spec.id)
      expect(ended.exitCode).toBe(3)
      expect((await bench().backend.createContainer(spec)).state).toBe('exited')
    })

    it('runs the image’s own command where none is given', async () => {
      const spec = bench().spec({ image: bench().subject.images.exits, command: null })
      await bench().backend.createContainer(spec)
      expect((await exited(bench(), spec.id)).exitCode).toBe(7)
    })

    it('stops, starts and restarts; a repeat changes nothing', async () => {
      const { id } = await bench().run()
      const stopped = await bench().backend.stopContainer(id)
      expect(stopped.state).toBe('exited')
      expect(await bench().backend.stopContainer(id)).toEqual(stopped)
      const started = await bench().backend.startContainer(id)
      expect(started.state).toBe('running')
      expect(await bench().backend.startContainer(id)).toEqual(started)
      const restarted = await bench().backend.restartContainer(id)
      expect(restarted).toMatchObject({ state: 'running', runtimeId: started.runtimeId })
      expect(restarted.startedAt).not.toBe(started.startedAt)
    })

    it('removes a running container, and one that is not there', async () => {
      const { id } = await bench().run()
      await bench().backend.removeContainer(id)
      await bench().backend.removeContainer(id)
      await failsWith('not-found', bench().backend.inspectContainer(id))
    })

    it('ends a creation and a removal at once in one of the two', async () => {
      const spec = bench().spec()
      await Promise.allSettled([
        bench().backend.createContainer(spec),
        bench().backend.removeContainer(spec.id),
      ])
      const left = (await bench().backend.listContainers()).filter(({ id }) => id === spec.id)
      expect(left.length).toBeLessThanOrEqual(1)
      await bench().backend.removeContainer(spec.id)
      await failsWith('not-found', bench().backend.inspectContainer(spec.id))
    })

    it.each([randomUUID(), 'not-a-uuid', '../containers', 'a b', '%2e'])(
      'knows no container “%s”',
      async (id) => {
        const { backend } = bench()
        const calls = [
          backend.inspectContainer(id),
          backend.startContainer(id),
          backend.stopContainer(id),
          backend.restartContainer(id),
          backend.listFiles(id, '/'),
        ]
        const results = await Promise.allSettled(calls)
        for (const result of results) expect(result).toMatchObject({ reason: { code: 'not-found' } })
      },
    )

    it('shows and touches nothing of another instance', async () => {
      const { id } = await bench().run()
      const { other } = bench().subject
      expect((await other.listContainers()).map((container) => container.id)).not.toContain(id)
      await failsWith('not-found', other.inspectContainer(id))
      await failsWith('not-found', other.stopContainer(id))
      await other.removeContainer(id)
      expect((await bench().backend.inspectContainer(id)).state).toBe('running')
    })

    it('keeps a tenant with containers and removes it without, repeatedly', async () => {
      const spec = bench().spec()
      await bench().backend.ensureTenant(spec.account)
      await bench().backend.ensureTenant(spec.account)
      await bench().backend.createContainer(spec)
      await bench().backend.removeTenant(spec.account)
      expect((await bench().backend.inspectContainer(spec.id)).state).toBe('running')
      await bench().backend.removeContainer(spec.id)
      await bench().backend.removeTenant(spec.account)
      await bench().backend.removeTenant(spec.account)
    })
  })
}

/** Waits for a container's end. */
function exited(bench: Bench, id: string) {
  return until(async () => {
    const container = await bench.backend.inspectContainer(id)
    return container.state === 'exited' ? container : undefined
  })
}
