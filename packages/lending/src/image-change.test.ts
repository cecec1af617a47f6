import { expect, it } from 'vitest'
import { describeUses, judgeImageChange } from './image-change.ts'

const teacher = { role: 'teacher' } as const
const student = { role: 'student' } as const
const shared = { description: 'd', shared: true, recommended: true }
const mine = { description: 'd', shared: false, recommended: false }

it('changes what is named and leaves the rest', () => {
  expect(judgeImageChange({ description: 'new' }, shared, teacher)).toEqual({ ...shared, description: 'new' })
  expect(judgeImageChange({ shared: true }, mine, student)).toEqual({ ...mine, shared: true })
})
it('recommends no more what is shared no more', () => {
  expect(judgeImageChange({ shared: false }, shared, student)).toEqual(mine)
})
it('recommends only what staff share', () => {
  expect(() => judgeImageChange({ recommended: true }, mine, teacher)).toThrow('cannot be recommended')
  expect(() => judgeImageChange({ recommended: true, shared: true }, mine, student)).toThrow(
    'cannot be recommended',
  )
  expect(judgeImageChange({ recommended: true, shared: true }, mine, teacher).recommended).toBe(true)
})

it.each([
  [['web'], 0, 'web'],
  [['web', 'db'], 3, 'web, db, +3'],
  [[], 2, '+2'],
  [Array.from({ length: 12 }, (_, index) => `c${index}`), 1, 'c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, +3'],
])('of the uses %j and %i of others is told: %s', (named, others, said) => {
  expect(describeUses(named, others)).toBe(said)
})
