import { BerthError } from '@berth/contract'
import { describe, expect, it } from 'vitest'
import { formatImageReference, parseImageReference } from './image-reference.ts'
import { judgeRegistry, placeOf } from './registry.ts'

describe('judgeRegistry', () => {
  it.each([
    ['ghcr.io', 'ghcr.io'],
    [' https://Registry.Example.ac.jp:5050/v2/ ', 'registry.example.ac.jp:5050'],
    ['localhost:5000', 'localhost:5000'],
    ['[::1]:5000', '[::1]:5000'],
    ['docker.io', 'docker.io'],
    ['https://index.docker.io/v1/', 'docker.io'],
    ['hub.docker.com', 'docker.io'],
    ['registry-1.docker.io', 'docker.io'],
  ])('%s is %s', (typed, registry) => {
    expect(judgeRegistry(typed)).toBe(registry)
  })

  it.each([
    '',
    'hanako',
    'two words.example',
    'berth.internal',
    'BERTH.internal:443',
    'user@host.example',
    '../etc',
    'a.b:port',
  ])('refuses “%s”', (typed) => {
    expect(() => judgeRegistry(typed)).toThrow(BerthError)
  })
})

describe('placeOf', () => {
  it.each([
    ['docker.io/library/python:3', 'docker.io', 'docker.io/library/python'],
    ['host:5000/a/b', 'host:5000', 'host:5000/a/b'],
    [`host:5000/a/b:1@sha256:${'0'.repeat(64)}`, 'host:5000', 'host:5000/a/b'],
    [`[::1]:5000/a@sha256:${'0'.repeat(64)}`, '[::1]:5000', '[::1]:5000/a'],
  ])('%s', (reference, registry, repository) => {
    expect(placeOf(reference)).toEqual({ registry, repository })
  })

  it('says of every spelling of an image’s name the same', () => {
    const spelled = [
      'python',
      'python:3',
      'library/python',
      'docker.io/library/python:3.12',
      'index.docker.io/library/python',
    ]
    const places = spelled.map((text) => {
      const parsed = parseImageReference(text)
      return parsed && placeOf(formatImageReference(parsed)).repository
    })
    expect(new Set(places)).toEqual(new Set(['docker.io/library/python']))
  })
})
