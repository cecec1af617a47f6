import { expect, test } from 'vitest'
import { accountsAffected, type UsableImage } from './terms-affected.ts'

const image = (id: string, more: Partial<UsableImage> = {}): UsableImage => ({
  id,
  owner: 'alice',
  shared: false,
  removing: false,
  places: ['blade1'],
  ...more,
})
const bobs = image('2', { owner: 'bob' })

test('what is said of an image touches nobody', () => {
  expect(accountsAffected([image('1'), bobs], [bobs, image('1')])).toEqual(new Set())
})

test.each([
  ['comes', [bobs], [bobs, image('1')]],
  ['goes', [image('1'), bobs], [bobs]],
  ['moves', [image('1'), bobs], [image('1', { places: ['blade2'] }), bobs]],
  ['is being deleted', [image('1'), bobs], [image('1', { removing: true }), bobs]],
])('a private image that %s touches its owner alone', (_, before, now) => {
  expect(accountsAffected(before, now)).toEqual(new Set(['alice']))
})

test.each([
  ['begins', [image('1')], [image('1', { shared: true })]],
  ['ends', [image('1', { shared: true })], [image('1')]],
  ['ends by its deletion', [image('1', { shared: true })], [image('1', { shared: true, removing: true })]],
  ['ends with it', [image('1', { shared: true })], []],
])('sharing that %s touches all', (_, before, now) => {
  expect(accountsAffected(before, now)).toBe('all')
})
