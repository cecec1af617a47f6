import type { AgentInfo } from '@berth/contract'
import { BerthError } from '@berth/contract'
import { describe, expect, test } from 'vitest'
import { defaultLimits } from './limits.ts'
import { isHardened, placeContainer, type PlaceableBackend } from './placement.ts'

const GiB = 2 ** 30
const all = { terminal: true, attach: true, exec: true, logs: true, stats: true, files: true, images: true }
const info = (over: Partial<AgentInfo> = {}): AgentInfo => ({
  instance: 'i',
  kind: 'docker',
  version: '1',
  runtimeReachable: true,
  capabilities: { ...all, credentials: false, gpus: false, persistentHome: false, singularity: false },
  hardening: [{ name: 'user-namespaces', passed: true, required: true }],
  room: {
    cpus: 4,
    memory: 16 * GiB,
    memoryFree: 8 * GiB,
    diskFree: null,
    gpus: 0,
    gpusFree: 0,
    containers: 0,
  },
  ...over,
})
const backend = (name: string, over: Partial<PlaceableBackend> = {}): PlaceableBackend => ({
  name,
  reachable: true,
  lending: true,
  allowUnhardened: false,
  allowUnmapped: false,
  info: info(),
  pending: 0,
  ...over,
})
const request = { backend: undefined, imageBackends: null, limits: defaultLimits }
const gpus = (number: number) => ({ ...defaultLimits, gpus: number })
const withGpus = (name: string, has: number, gpusFree: number, gpusLent = 0) =>
  backend(name, {
    info: info({
      capabilities: { ...info().capabilities, gpus: true },
      room: { ...info().room!, gpus: has, gpusFree },
    }),
    gpusLent,
  })
const away = info({ runtimeReachable: false, room: null })
const soft = info({ hardening: [{ name: 'user-namespaces', passed: false, required: true }] })

const place = (backends: PlaceableBackend[], over: Partial<Parameters<typeof placeContainer>[0]> = {}) => {
  try {
    return placeContainer({ ...request, ...over }, backends)
  } catch (error) {
    return error instanceof BerthError ? error.code : error
  }
}

describe('the backend with the most room is taken', () => {
  const roomy = backend('b', { info: info({ room: { ...info().room!, memoryFree: 9 * GiB } }) })
  test('of those free', () => expect(place([backend('a'), roomy])).toBe('b'))
  test('what is on its way there counts', () =>
    expect(place([backend('a'), { ...roomy, pending: 2 * GiB }])).toBe('a'))
  test('equals by name', () => expect(place([backend('b'), backend('a')])).toBe('a'))
  test('unless one is asked for', () => expect(place([backend('a'), roomy], { backend: 'a' })).toBe('a'))
  test('one where the image lies goes first', () =>
    expect(place([backend('a'), roomy], { imageBackends: ['a', 'b'], lyingAt: ['a'] })).toBe('a'))
  test('unless it is full', () => {
    const full = backend('a', { info: info({ room: { ...info().room!, memoryFree: GiB / 8 } }) })
    expect(place([full, roomy], { imageBackends: ['a', 'b'], lyingAt: ['a'] })).toBe('b')
  })
  test('of those that have the image', () =>
    expect(place([backend('a'), roomy], { imageBackends: ['a'] })).toBe('a'))
})

describe('GPUs', () => {
  test('are lent where enough are free', () =>
    expect(place([withGpus('a', 2, 1), withGpus('b', 2, 2)], { limits: gpus(2) })).toBe('b'))
  test('what was lent counts before the agent has seen it', () =>
    expect(place([withGpus('a', 2, 2, 1)], { limits: gpus(2) })).toBe('gpus-taken'))
  test('nobody overtakes who waits longer', () => {
    const earlier = [{ backend: null, gpus: 2 }]
    expect(place([withGpus('a', 2, 1)], { limits: gpus(1), earlier })).toBe('gpus-taken')
    expect(place([withGpus('a', 4, 3)], { limits: gpus(1), earlier })).toBe('a')
  })
  test('but who could not have them anyway holds nobody up', () => {
    const earlier = [
      { backend: null, gpus: 3 },
      { backend: 'b', gpus: 1 },
    ]
    expect(place([withGpus('a', 2, 1)], { limits: gpus(1), earlier })).toBe('a')
  })
  test('a backend that is away keeps nobody from another', () =>
    expect(
      place([{ ...withGpus('a', 4, 4), reachable: false }, withGpus('b', 1, 1)], { limits: gpus(1) }),
    ).toBe('b'))
})

describe('why there is none', () => {
  test.each<[string, PlaceableBackend[], Partial<Parameters<typeof placeContainer>[0]>]>([
    ['backend-unknown', [backend('a')], { backend: 'z' }],
    ['image-elsewhere', [backend('a'), backend('b')], { backend: 'a', imageBackends: ['b'] }],
    ['no-room', [backend('a')], { backend: 'a', imageBackends: [] }],
    ['no-room', [], {}],
    ['no-room', [backend('a', { lending: false })], {}],
    ['no-room', [backend('a')], { imageBackends: ['z'] }],
    ['no-room', [backend('a')], { limits: { ...defaultLimits, memory: 17 * GiB } }],
    ['no-room', [backend('a')], { limits: { ...defaultLimits, cpus: 5 } }],
    ['gpus-lacking', [backend('a')], { limits: gpus(1) }],
    ['gpus-lacking', [withGpus('a', 2, 2)], { limits: gpus(3) }],
    ['gpus-lacking', [withGpus('a', 2, 2), backend('b')], { backend: 'b', limits: gpus(1) }],
    ['no-room', [withGpus('a', 2, 2)], { limits: { ...gpus(1), memory: 17 * GiB } }],
    ['gpus-taken', [withGpus('a', 2, 1)], { limits: gpus(2) }],
    ['backend-unreachable', [{ ...withGpus('a', 2, 0), reachable: false }], { limits: gpus(2) }],
    ['backend-unreachable', [backend('a', { info: null })], { limits: gpus(8) }],
    ['backend-unreachable', [backend('a', { info: away })], { limits: gpus(8) }],
    ['backend-not-hardened', [backend('a', { info: soft })], {}],
    ['backend-unreachable', [backend('a', { reachable: false })], {}],
    ['backend-unreachable', [backend('a', { info: null })], {}],
    ['backend-unreachable', [backend('a', { info: info({ runtimeReachable: false, room: null }) })], {}],
  ])('%s', (code, backends, over) => expect(place(backends, over)).toBe(code))

  test('an unhardened backend lends if the operator says so', () => {
    expect(place([backend('a', { info: soft, allowUnhardened: true })])).toBe('a')
    expect(isHardened({ info: null, allowUnhardened: false, allowUnmapped: true })).toBe(false)
  })

  test('one without remapping alone lends where that is excused, and nothing else is', () => {
    const softer = info({
      hardening: [...soft.hardening, { name: 'seccomp', passed: false, required: true }],
    })
    expect(place([backend('a', { info: soft, allowUnmapped: true })])).toBe('a')
    expect(place([backend('a', { info: softer, allowUnmapped: true })])).toBe('backend-not-hardened')
    expect(place([backend('a', { info: softer, allowUnhardened: true })])).toBe('a')
  })
})
