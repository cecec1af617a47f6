import { describe, expect, it } from 'vitest'
import type { Bench } from './subject.ts'
import { all, failsWith, firstOf } from './waiting.ts'

const never = new AbortController().signal
const owner = 'keeper'

export function imageTests(bench: () => Bench): void {
  const pull = (reference: string, signal = never) => bench().backend.pullImage(reference, signal)

  const able = async () => (await bench().backend.info()).capabilities.images

  describe('images', () => {
    it('lists them by their references', async () => {
      if (!(await able())) return
      const images = await bench().backend.listImages()
      const { shell, absent } = bench().subject.images
      expect(images.find(({ reference }) => reference === shell)?.size).toBeGreaterThan(0)
      expect(images.map(({ reference }) => reference)).not.toContain(absent)
    })

    it('tells what an image consists of when it is asked', async () => {
      if (!(await able())) return
      const { shell } = bench().subject.images
      const images = await bench().backend.listImages({ layers: true })
      const known = images.find(({ reference }) => reference === shell)
      const sizes = known?.layers?.map(({ size }) => size) ?? []
      expect(sizes.length).toBeGreaterThan(0)
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(known?.size ?? 0)
    })

    it('has done at once what is there', async () => {
      const { shell } = bench().subject.images
      expect(await all(pull(shell))).toEqual([{ type: 'done', reference: shell }])
    })

    it('ends with the reason where it cannot', async () => {
      if (!(await able())) return
      const last = (await all(pull(bench().subject.images.absent))).at(-1)
      expect(last?.type).toBe('failed')
      if (last?.type === 'failed') {
        expect(['image-not-found', 'registry-unreachable', 'pull-failed']).toContain(last.problem.code)
      }
    })

    it('pulls with progress by layer', async () => {
      const reference = await bench().subject.pulls?.fresh()
      if (reference === undefined) return
      const events = await all(pull(reference))
      expect(events.some((event) => event.type === 'progress' && event.layers.length > 0)).toBe(true)
      expect(events.at(-1)).toEqual({ type: 'done', reference })
      expect((await bench().backend.listImages()).map((image) => image.reference)).toContain(reference)
    })

    it('leaves no image behind when it is cancelled', async () => {
      const reference = await bench().subject.pulls?.slow()
      if (reference === undefined) return
      const cancel = new AbortController()
      await firstOf(pull(reference, cancel.signal), ({ type }) => type === 'progress')
      cancel.abort()
      expect((await bench().backend.listImages()).map((image) => image.reference)).not.toContain(reference)
    })

    it('removes one of Berth’s own, but not while a container is made from it', async () => {
      const { backend, subject } = bench()
      const has = async (reference: string) =>
        (await backend.listImages()).some((image) => image.reference === reference)
      if (!(await able()) || subject.makeOwn === undefined) {
        await failsWith('capability-missing', backend.removeImage('berth.internal/keeper/any:1'))
        return
      }
      const reference = await subject.makeOwn(owner)
      expect(await has(reference)).toBe(true)
      const container = await bench().run({ image: reference })
      await failsWith('image-in-use', backend.removeImage(reference))
      await backend.stopContainer(container.id)
      await failsWith('image-in-use', backend.removeImage(reference))
      expect(await has(reference)).toBe(true)
      await backend.removeContainer(container.id)
      await backend.removeImage(reference)
      expect(await has(reference)).toBe(false)
      await backend.removeImage(reference)
    })

    it('removes as untagged nothing that has a name', async () => {
      const { untagged } = bench().backend
      // Over HTTP it is refused where the backend has it not.
      if (untagged === undefined || bench().subject.backend.untagged === undefined) return
      const listed = await bench().backend.listImages()
      const unnamed = (await untagged.listUntaggedImages()).map(({ id }) => id)
      expect(listed.filter(({ id }) => unnamed.includes(id))).toEqual([])
      const shell = listed.find(({ reference }) => reference === bench().subject.images.shell)
      await failsWith('not-found', untagged.removeUntaggedImage(shell!.id))
      await untagged.removeUntaggedImage(`sha256:${'0'.repeat(64)}`)
    })

    it('removes no image that is not Berth’s', async () => {
      const { backend, subject } = bench()
      if (!(await able())) return
      const { shell, absent } = subject.images
      await failsWith('not-found', backend.removeImage(shell))
      await failsWith('not-found', backend.removeImage(absent))
      expect((await backend.listImages()).map(({ reference }) => reference)).toContain(shell)
    })
  })
}
