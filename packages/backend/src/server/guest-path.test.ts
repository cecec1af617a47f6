import { describe, expect, it } from 'vitest'
import { guestPath, uploadName } from './guest-path.ts'

const refused = { code: 'path-invalid' }
const thrown = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (error) {
    return error
  }
}

describe('guestPath', () => {
  it.each([
    ['/', '/'],
    ['/a//b/./c/', '/a/b/c'],
    ['/日本 語', '/日本 語'],
    ['/..a/b..', '/..a/b..'],
  ])('gives “%s” as “%s”', (path, clean) => expect(guestPath(path)).toBe(clean))

  it.each([
    '',
    'a',
    '../a',
    '/a/../b',
    '/..',
    '/a\0b',
    '/\uD800',
    '/\uFFFD',
    `/${'a'.repeat(256)}`,
    '/a'.repeat(2_049),
  ])('refuses “%s”', (path) => expect(thrown(() => guestPath(path))).toMatchObject(refused))
})

describe('uploadName', () => {
  it.each([
    ['a.txt', 'a.txt'],
    ['./課題/a b', '課題/a b'],
    ['a\nb', 'a\nb'],
  ])('gives “%s” as “%s”', (name, clean) => expect(uploadName(name)).toBe(clean))

  it.each([
    undefined,
    '',
    '.',
    '/',
    '/etc/passwd',
    '..',
    '../a',
    'a/../../b',
    'a\\..\\b',
    'a/',
    'a\0',
    'a\uFFFD',
  ])('refuses “%s”', (name) => expect(thrown(() => uploadName(name))).toMatchObject(refused))
})
