import { expect, it } from 'vitest'
import { breadcrumbs, conflicts, joinPath } from './paths.ts'

it('splits a path', () => {
  expect(breadcrumbs('/')).toEqual([{ name: '/', path: '/' }])
  expect(breadcrumbs('/home/taro/').map((part) => part.path)).toEqual(['/', '/home', '/home/taro'])
})
it('joins a name', () => {
  expect(joinPath('/', 'a')).toBe('/a')
  expect(joinPath('/home', 'a b')).toBe('/home/a b')
})
it('tells what is there already', () => {
  expect(conflicts(['a.txt', 'd/x', 'd/y', 'new'], ['d', 'a.txt', 'z'])).toEqual(['a.txt', 'd'])
})
