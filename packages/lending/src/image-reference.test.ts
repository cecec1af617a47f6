import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  berthImageName,
  formatImageReference,
  judgeImage,
  parseImageReference,
  type LendableImage,
} from './image-reference.ts'

const hex = 'a'.repeat(64)
const full = (text: string) => {
  const reference = parseImageReference(text)
  return reference === null ? null : formatImageReference(reference)
}

describe('a reference is completed as the daemon would', () => {
  test.each([
    ['python', 'docker.io/library/python:latest'],
    ['python:3.13-slim', 'docker.io/library/python:3.13-slim'],
    ['docker.io/python', 'docker.io/library/python:latest'],
    ['index.docker.io/a/b', 'docker.io/a/b:latest'],
    ['a/b', 'docker.io/a/b:latest'],
    ['localhost/a', 'localhost/a:latest'],
    ['localhost:5000/a/b:c', 'localhost:5000/a/b:c'],
    ['[::1]:5000/a', '[::1]:5000/a:latest'],
    ['GHCR.io/a/b', 'ghcr.io/a/b:latest'],
    [`a@sha256:${hex}`, `docker.io/library/a@sha256:${hex}`],
    [`a:1@sha256:${hex}`, `docker.io/library/a:1@sha256:${hex}`],
    ['deadbeef', 'docker.io/library/deadbeef:latest'],
    ['a__b.c-d--e', 'docker.io/library/a__b.c-d--e:latest'],
  ])('%s', (text, expected) => expect(full(text)).toBe(expected))
})

describe('what is no reference is refused', () => {
  test.each([
    '',
    ' ',
    'a b',
    'Python',
    'a/B',
    '/a',
    'a/',
    'a//b',
    'a:',
    'a:b:c',
    'a@',
    'a@sha256:abc',
    `a@sha256:${hex}@sha256:${hex}`,
    `a@md5:${'a'.repeat(32)}`,
    hex,
    hex.toUpperCase(),
    `sha256:${hex}`,
    'sha256:abc',
    '../a',
    'a/../b',
    '-a',
    'a-',
    'a___b',
    'a\n',
    'a:\u0000',
    '🚢',
    `a:${'x'.repeat(129)}`,
    `${'a/'.repeat(130)}a`,
    'http://a/b',
    'user@host/a',
  ])('%j', (text) => expect(full(text)).toBeNull())
})

test('a completed reference is its own completion, whatever was typed', () => {
  const part = fc.stringMatching(/^[a-z0-9]+([._-][a-z0-9]+)*$/, { maxLength: 12 })
  const typed = fc.record({
    registry: fc.option(fc.constantFrom('ghcr.io', 'localhost', 'r:5000', 'BERTH.internal'), { nil: null }),
    path: fc.array(part, { minLength: 1, maxLength: 4 }),
    tag: fc.option(fc.stringMatching(/^\w[\w.-]{0,20}$/), { nil: null }),
    digest: fc.option(fc.constant(`sha256:${hex}`), { nil: null }),
  })
  fc.assert(
    fc.property(typed, ({ registry, path, tag, digest }) => {
      const name = [...(registry === null ? [] : [registry]), ...path].join('/')
      const text = `${name}${tag === null ? '' : `:${tag}`}${digest === null ? '' : `@${digest}`}`
      fc.pre(parseImageReference(text) !== null)
      expect(full(full(text)!)).toBe(full(text))
    }),
  )
})

test('parsing never throws and never keeps what could not be a path or an option', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const completed = full(text)
      if (completed !== null) expect(completed).toMatch(/^[a-z0-9[][a-zA-Z0-9._:/@[\]-]*$/)
    }),
  )
})

describe("Berth's own images", () => {
  const image = (owner: string, name: string, shared: boolean, offered = shared): LendableImage => ({
    reference: `berth.internal/${owner}/${name}`,
    owner,
    shared,
    offered,
    backends: ['local'],
  })
  const images = [
    image('admin', 'welcome:latest', true),
    image('mallory', 'python:latest', true, false),
    image('bob', 'secret:1', false),
    image('alice', 'welcome:2', false),
    image('alice', 'mine:latest', false),
  ]
  const judge = (text: string, account = 'alice') => {
    const judged = judgeImage(text, account, images)
    return judged.ok ? judged.value.reference : judged.error.code
  }

  test.each([
    ['welcome', 'berth.internal/admin/welcome:latest'],
    ['welcome:2', 'berth.internal/alice/welcome:2'],
    ['mine', 'berth.internal/alice/mine:latest'],
    ['docker.io/library/welcome', 'docker.io/library/welcome:latest'],
    // A student's shared image does not stand in for a public one of the same name.
    ['python', 'docker.io/library/python:latest'],
    ['berth.internal/mallory/python', 'berth.internal/mallory/python:latest'],
    ['berth.internal/alice/mine', 'berth.internal/alice/mine:latest'],
    ['BERTH.internal/alice/mine', 'berth.internal/alice/mine:latest'],
  ])('%s is %s for alice', (text, expected) => expect(judge(text)).toBe(expected))

  test.each([
    'berth.internal/bob/secret:1',
    'Berth.Internal/bob/secret:1',
    'berth.internal:443/bob/secret:1',
    `berth.internal/bob/secret:1@sha256:${hex}`,
    `berth.internal/bob/secret@sha256:${hex}`,
    'berth.internal/bob/absent',
    'berth.internal/bob',
  ])('%s is denied to alice, existing or not', (text) => expect(judge(text)).toBe('image-access-denied'))

  test('a private image is its owner’s alone, however it is spelled', () => {
    const spelled = fc
      .tuple(fc.mixedCase(fc.constant('berth.internal')), fc.constantFrom('', ':443', ':80', ':5000'))
      .map(([host, port]) => `${host}${port}/bob/secret:1`)
    fc.assert(
      fc.property(spelled, (text) => {
        expect(judge(text)).toBe('image-access-denied')
      }),
    )
  })

  test.each([
    ['welcome', 'welcome:latest'],
    ['welcome:2', 'welcome:2'],
    ['berth.internal/admin/welcome', 'welcome:latest'],
    ['library/welcome', null],
    ['a/b', null],
    [`welcome@sha256:${hex}`, null],
    ['No Name', null],
  ])('%s is looked up as %s', (text, name) => expect(berthImageName(text)).toBe(name))
})

test.each(['docker.io/berth.internal/alice/secret:1', 'index.docker.io/localhost/secret'])(
  'is no reference: %s, which a daemon’s short form would turn into another registry’s',
  (text) => expect(parseImageReference(text)).toBeNull(),
)
