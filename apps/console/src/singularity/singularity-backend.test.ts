import { BerthError } from '@berth/contract'
import { expect, it } from 'vitest'
import type { Backends } from '../backends/backends.ts'
import { singularityBackend } from './singularity-backend.ts'

const backend = (name: string, singularity: boolean, reachable = true, lending = true) => ({
  row: { name, lending, reachable, info: { runtimeReachable: reachable, capabilities: { singularity } } },
})
const of = (...all: ReturnType<typeof backend>[]): Backends => ({ all: () => all }) as unknown as Backends
const chosen = (backends: Backends, lyingAt: string[] | null, imageBackends = lyingAt ?? []): string => {
  try {
    return singularityBackend(backends, lyingAt && { lyingAt, imageBackends }).row.name
  } catch (error) {
    return error instanceof BerthError ? error.code : String(error)
  }
}

it('is always the same one of those that have the image and can', () => {
  expect(chosen(of(backend('c', true), backend('b', true), backend('a', false)), ['c', 'b', 'a'])).toBe('b')
  expect(chosen(of(backend('a', true), backend('b', true)), ['b'])).toBe('b')
})

it('is another that has it while the first is away', () => {
  expect(chosen(of(backend('a', true, false), backend('b', true)), ['a', 'b'])).toBe('b')
})

it('is one that gets it where none of those that have it can now', () => {
  const two = of(backend('a', true), backend('b', true))
  expect(chosen(two, ['b'], ['a', 'b'])).toBe('b')
  expect(chosen(two, [], ['a', 'b'])).toBe('a')
  expect(chosen(of(backend('a', true), backend('b', true, false)), ['b'], ['a', 'b'])).toBe('a')
  expect(chosen(of(backend('a', true), backend('b', false)), ['b'], ['a', 'b'])).toBe('a')
})

it('is any that lends where the image is to be pulled', () => {
  expect(chosen(of(backend('b', true), backend('a', false), backend('0', true, true, false)), null)).toBe('b')
  expect(chosen(of(backend('a', false)), null)).toBe('singularity-unavailable')
  expect(chosen(of(backend('a', true)), [])).toBe('singularity-unavailable')
  expect(chosen(of(backend('a', true, false)), null)).toBe('backend-unreachable')
})

it('is told apart: none ever could, or one could again', () => {
  expect(chosen(of(backend('a', false), backend('b', true)), ['a'])).toBe('singularity-unavailable')
  expect(chosen(of(backend('a', true, false)), ['a'])).toBe('backend-unreachable')
})
