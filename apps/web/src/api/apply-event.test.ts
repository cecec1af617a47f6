import type { Container } from '@berth/contract'
import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import type { Pages } from '../ui/use-pages.ts'
import { applyEvent } from './apply-event.ts'
import { keys } from './query-keys.ts'

const container = (n: number, more: Partial<Container> = {}): Container => ({
  id: `00000000-0000-4000-8000-00000000000${String(n)}`,
  name: `c${String(n)}`,
  account: 'a',
  image: 'welcome',
  backend: 'local',
  state: 'running',
  wanted: 'running',
  ports: [],
  limits: { memory: 1, cpus: 1, pids: 1, gpus: 0 },
  createdAt: '2026-01-01T00:00:00Z',
  ...more,
})
const page = (...items: Container[]): Pages<Container> => ({
  pages: [{ items, next: undefined }],
  pageParams: [{}],
})
const itemsOf = (queries: QueryClient, filter: object) =>
  queries.getQueryData<Pages<Container>>(keys.allContainers(filter))?.pages.flatMap(({ items }) => items)

test('a change goes to one’s own list, everybody’s list and the container’s page, which keeps its variables', () => {
  const queries = new QueryClient()
  queries.setQueryData(keys.containers, [container(1)])
  queries.setQueryData(keys.allContainers({}), page(container(1)))
  queries.setQueryData(keys.container(container(1).id), container(1, { environments: ['A=1'] }))
  const stopped = container(1, { state: 'stopped' })
  applyEvent(queries, { type: 'container', container: stopped }, 'a')
  expect(queries.getQueryData(keys.containers)).toEqual([stopped])
  expect(itemsOf(queries, {})).toEqual([stopped])
  expect(queries.getQueryData(keys.container(stopped.id))).toEqual({ ...stopped, environments: ['A=1'] })
})

test('a new container goes on top of the unfiltered list alone, and of one’s own only if it is one’s own', () => {
  const queries = new QueryClient()
  queries.setQueryData(keys.containers, [container(1)])
  queries.setQueryData(keys.allContainers({}), page(container(1)))
  queries.setQueryData(keys.allContainers({ state: 'failed' }), page())
  const others = container(2, { account: 'b' })
  applyEvent(queries, { type: 'container', container: others }, 'a')
  expect(queries.getQueryData(keys.containers)).toEqual([container(1)])
  expect(itemsOf(queries, {})).toEqual([others, container(1)])
  expect(itemsOf(queries, { state: 'failed' })).toEqual([])
})

test('a container that is gone leaves every list', () => {
  const queries = new QueryClient()
  queries.setQueryData(keys.containers, [container(1), container(2)])
  queries.setQueryData(keys.allContainers({}), page(container(1), container(2)))
  applyEvent(queries, { type: 'container-removed', id: container(1).id }, 'a')
  expect(queries.getQueryData(keys.containers)).toEqual([container(2)])
  expect(itemsOf(queries, {})).toEqual([container(2)])
})

test('lists that nobody has fetched stay unfetched', () => {
  const queries = new QueryClient()
  applyEvent(queries, { type: 'container', container: container(1) }, 'a')
  expect(queries.getQueryData(keys.containers)).toBeUndefined()
  expect(itemsOf(queries, {})).toBeUndefined()
})
