import { expect, test } from 'vitest'
import { publicHostName } from '../settings/transport.ts'
import { backendWarnings } from './backend-warnings.ts'

const capabilities = {
  ...{ terminal: true, attach: true, exec: true, logs: true, stats: true, files: true, images: true },
  ...{ credentials: false, gpus: false, persistentHome: false, singularity: false },
}
const running = {
  instance: 'a',
  kind: 'docker',
  version: '1',
  runtimeReachable: true,
  capabilities,
  hardening: [],
}

const codes = (address: string | null | undefined, url: string | undefined) => {
  const info = { ...running, room: null, ...(address === undefined ? {} : { address }) }
  const state = {
    reachable: true,
    lending: true,
    allowUnhardened: false,
    allowUnmapped: false,
    unknownContainers: 0,
  }
  return backendWarnings([{ name: 'blade1', ...state, info }], publicHostName({ url })).map(
    ({ code }) => code,
  )
}

test.each([
  [null, 'https://berth.example.ac.jp', true],
  ['Berth.example.ac.jp', 'https://berth.example.ac.jp/', true],
  ['guests.example.ac.jp', 'https://berth.example.ac.jp', false],
  [undefined, 'https://berth.example.ac.jp', false],
  [null, 'http://127.0.0.1:8080', false],
  [null, undefined, false],
])('guest ports at %s and the console at %s share a host name: %s', (address, url, shared) => {
  expect(codes(address, url).includes('shared-host-name')).toBe(shared)
})
