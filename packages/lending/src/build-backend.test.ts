import { BerthError, type AgentInfo } from '@berth/contract'
import { expect, it } from 'vitest'
import { chooseBuildBackend, type BuildingBackend } from './build-backend.ts'

const backend = (
  name: string,
  { builds = true, up = true, images = 0, memoryFree = 0, lending = true } = {},
): BuildingBackend => ({
  name,
  images,
  lending,
  reachable: up,
  info: { runtimeReachable: up, capabilities: { builds }, room: { memoryFree } } as AgentInfo,
})
const chosen = (asked: string | undefined, ...backends: BuildingBackend[]): string => {
  try {
    return chooseBuildBackend(asked, backends)
  } catch (error) {
    return error instanceof BerthError ? error.code : String(error)
  }
}

it('builds where most of the images are, then where most room is', () => {
  const [a, b] = [backend('a', { memoryFree: 9 }), backend('b', { images: 2 })]
  expect(chosen(undefined, a, b)).toBe('b')
  expect(chosen(undefined, backend('a'), backend('b', { memoryFree: 9 }))).toBe('b')
  expect(chosen('a', a, b)).toBe('a')
})

it('passes by who cannot, is away or does not lend', () => {
  const images = 9
  expect(chosen(undefined, backend('a', { builds: false, images }), backend('b'))).toBe('b')
  expect(chosen(undefined, backend('a', { up: false, images }), backend('b'))).toBe('b')
  expect(chosen(undefined, backend('a', { lending: false, images }), backend('b'))).toBe('b')
})

it('tells why there is none', () => {
  expect(chosen('c', backend('a'))).toBe('backend-unknown')
  expect(chosen('a', backend('a', { builds: false }))).toBe('builds-unavailable')
  expect(chosen(undefined)).toBe('builds-unavailable')
  expect(chosen(undefined, backend('a', { up: false }))).toBe('backend-unreachable')
})
