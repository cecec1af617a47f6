import { describe, expect, it } from 'vitest'
import type { Bench } from './subject.ts'
import { all, firstOf } from './waiting.ts'

const never = new AbortController().signal

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
  })
}
