import fc from 'fast-check'
import { expect, test } from 'vitest'
import { freedBy, ownLayers, planCleanUp, untaggedDue, type CleanableImage } from './clean-up.ts'

const now = new Date('2026-04-01T00:00:00Z')
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000)

const image = (id: string, more: Partial<CleanableImage> = {}): CleanableImage => ({
  id,
  owner: 'taro',
  content: id,
  size: 10,
  usedAt: daysAgo(0),
  inUse: false,
  recommended: false,
  goingAt: null,
  ...more,
})

const anyImage = fc.record({
  owner: fc.constantFrom('taro', 'hanako', 'jiro'),
  content: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
  usedAt: fc.integer({ min: 0, max: 90 }).map(daysAgo),
  inUse: fc.boolean(),
  recommended: fc.boolean(),
  goingAt: fc.option(fc.integer({ min: -9, max: 9 }).map(daysAgo)),
})
/** Images of one content are of one size. */
const sizes: Record<string, number> = { a: 1, b: 2, c: 4, d: 8, e: 16, f: 32 }
const anyImages = fc
  .array(anyImage, { maxLength: 25 })
  .map((all) => all.map((one, n) => ({ ...one, id: String(n), size: sizes[one.content]! })))
const anyRules = fc.record({
  unusedDays: fc.option(fc.integer({ min: 1, max: 60 })),
  accountBytes: fc.option(fc.integer({ min: 0, max: 60 })),
  untagged: fc.boolean(),
  graceDays: fc.integer({ min: 1, max: 30 }),
})

const taken = (images: readonly CleanableImage[]) =>
  [...new Set(images.map(({ content }) => content))].reduce((sum, content) => sum + sizes[content]!, 0)

test('what is used or recommended never goes, and each goes once', () => {
  fc.assert(
    fc.property(anyRules, anyImages, (rules, images) => {
      const ids = planCleanUp(rules, images, now).map(({ id }) => id)
      expect(new Set(ids).size).toBe(ids.length)
      for (const { id, inUse, recommended } of images) if (inUse || recommended) expect(ids).not.toContain(id)
    }),
  )
})

test('nothing goes before its owner was told for long enough, and what was told stays', () => {
  fc.assert(
    fc.property(anyRules, anyImages, (rules, images) => {
      for (const { id, at } of planCleanUp(rules, images, now)) {
        const told = images.find((one) => one.id === id)!.goingAt
        expect(at).toEqual(told ?? daysAgo(-rules.graceDays))
      }
    }),
  )
})

test('what goes as unused is exactly what was unused for so long', () => {
  fc.assert(
    fc.property(anyRules, anyImages, (rules, images) => {
      const going = planCleanUp(rules, images, now).filter(({ reason }) => reason === 'unused')
      const due = images.filter(
        ({ inUse, recommended, usedAt }) =>
          !inUse && !recommended && rules.unusedDays !== null && usedAt <= daysAgo(rules.unusedDays),
      )
      expect(going.map(({ id }) => id)).toEqual(due.map(({ id }) => id))
    }),
  )
})

test('an account is left with no more than it may have, if that can be, and never with less than has to be', () => {
  fc.assert(
    fc.property(anyRules, anyImages, (rules, images) => {
      const steps = planCleanUp(rules, images, now)
      const gone = new Map(steps.map(({ id, reason }) => [id, reason]))
      for (const owner of ['taro', 'hanako', 'jiro']) {
        const own = images.filter((one) => one.owner === owner)
        const left = own.filter(({ id }) => !gone.has(id))
        const excess = own.filter(({ id }) => gone.get(id) === 'over-quota')
        if (rules.accountBytes === null) expect(excess).toEqual([])
        else if (taken(left) > rules.accountBytes) {
          // Whatever is left shares its content with what must stay.
          const kept = left.filter(({ inUse, recommended }) => inUse || recommended)
          expect(new Set(kept.map(({ content }) => content))).toEqual(
            new Set(left.map(({ content }) => content)),
          )
        } else if (excess.length > 0) {
          // Of those used last at the same time, the later one went later.
          const contents = [...new Set(excess.map(({ content }) => content))]
          const newest = contents.reduce((one, other) => (lastUse(other) >= lastUse(one) ? other : one))
          const back = excess.filter(({ content }) => content === newest)
          expect(taken([...left, ...back])).toBeGreaterThan(rules.accountBytes)
        }

        function lastUse(content: string): number {
          const names = excess.filter((one) => one.content === content)
          return Math.max(...names.map(({ usedAt }) => usedAt.getTime()))
        }
      }
    }),
    { numRuns: 500 },
  )
})

test('no rules, nothing goes', () => {
  fc.assert(
    fc.property(anyImages, (images) => {
      const rules = { unusedDays: null, accountBytes: null, untagged: false, graceDays: 7 }
      expect(planCleanUp(rules, images, now)).toEqual([])
    }),
  )
})

test('what was used longest ago goes first', () => {
  const images = [1, 30, 2].map((days) => image(`used ${days} days ago`, { usedAt: daysAgo(days) }))
  const steps = planCleanUp(
    { unusedDays: null, accountBytes: 25, untagged: false, graceDays: 7 },
    images,
    now,
  )
  expect(steps).toEqual([{ id: 'used 30 days ago', reason: 'over-quota', at: daysAgo(-7) }])
})

const gibibyte = 2 ** 30
const layer = (key: string, size: number) => ({ key, size })

test('what several images of an account consist of is counted once, and what frees nothing stays', () => {
  const base = layer('base', 3 * gibibyte)
  const upon = [1, 2, 3, 4, 5].map((days) =>
    image(`upon ${days}`, {
      size: 3 * gibibyte + 1,
      usedAt: daysAgo(days),
      layers: [base, layer(String(days), 1)],
    }),
  )
  const plan = (accountBytes: number, images: readonly CleanableImage[]) =>
    planCleanUp({ unusedDays: null, accountBytes, untagged: false, graceDays: 7 }, images, now).map(
      ({ id }) => id,
    )
  expect(plan(4 * gibibyte, upon)).toEqual([])
  expect(plan(3 * gibibyte + 3, upon)).toEqual(['upon 4', 'upon 5'])
  const used = image('used', { inUse: true, layers: [base] })
  const same = image('same', { usedAt: daysAgo(9), layers: [base] })
  expect(plan(gibibyte, [used, same, ...upon])).not.toContain('same')
})

test('what is in a public image too is nobody’s', () => {
  const listed = [
    { reference: 'docker.io/library/python:3', id: 'python', layers: [layer('a', 5), layer('b', 6)] },
    { reference: 'berth.internal/taro/x:1', id: 'x', layers: [layer('a', 5), layer('c', 7)] },
  ]
  const own = ownLayers(listed, (reference) => reference.startsWith('docker.io/'))
  expect(own.get('x')).toEqual([layer('c', 7)])
})

test('an image is freed with the last of its names, and of it what no other consists of', () => {
  const listed = [
    { reference: 'one', id: 'x', layers: [layer('a', 10), layer('b', 1)] },
    { reference: 'two', id: 'x', layers: [layer('a', 10), layer('b', 1)] },
    { reference: 'three', id: 'y', layers: [layer('a', 10), layer('c', 5)] },
  ]
  expect(freedBy(new Set(['one', 'three']), listed)).toBe(5)
  expect(freedBy(new Set(['one', 'two']), listed)).toBe(1)
  expect(freedBy(new Set(['one', 'two', 'three', 'elsewhere']), listed)).toBe(16)
  expect(freedBy(new Set(), listed)).toBe(0)
  expect(freedBy(new Set(['four']), [{ reference: 'four', id: 'z' }])).toBeNull()
})

test('an image without a name goes after a day', () => {
  const made = (days: number) => ({ createdAt: daysAgo(days).toISOString() })
  expect(untaggedDue([made(0), made(0.99), made(1), made(40)], now)).toEqual([made(1), made(40)])
})
