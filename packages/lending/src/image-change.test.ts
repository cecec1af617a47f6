import { expect, it } from 'vitest'
import { judgeImageChange } from './image-change.ts'

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
