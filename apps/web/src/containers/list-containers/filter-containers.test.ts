import type { Container } from '@berth/contract'
import { expect, it } from 'vitest'
import { filterContainers } from './filter-containers.ts'

const container = (name: string, state: Container['state'], createdAt: string): Container => ({
  id: name,
  name,
  account: 'taro',
  image: `registry/x/${name}-image:1`,
  backend: 'blade1',
  state,
  wanted: 'running',
  ports: [],
  limits: { memory: 1, cpus: 1, pids: 1, gpus: 0 },
  createdAt,
})
const list = [
  container('old', 'running', '2026-01-01T00:00:00Z'),
  container('new', 'failed', '2026-02-01T00:00:00Z'),
  container('mid', 'pulling', '2026-01-15T00:00:00Z'),
]
const names = (search: string, filter: Parameters<typeof filterContainers>[2]) =>
  filterContainers(list, search, filter).map(({ name }) => name)

it('shows the newest first', () => {
  expect(names('', 'all')).toEqual(['new', 'mid', 'old'])
})
it('finds by name, image and server, capitals or not', () => {
  expect(names(' OLD-image ', 'all')).toEqual(['old'])
  expect(names('blade', 'all')).toHaveLength(3)
  expect(names('registry', 'all')).toEqual([])
})
it('filters by what is seen', () => {
  expect(names('', 'failed')).toEqual(['new'])
  expect(names('', 'busy')).toEqual(['mid'])
})
