import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { KubeConfig } from '@kubernetes/client-node'
import { connectCluster } from '../cluster.ts'
import { followKind } from './watched-kind.ts'

const path = '/api/v1/pods'
const told: string[] = []
let closing: AbortController
/** Answers the watches in their order; the last answers all that follow. */
let watches: ((answer: ServerResponse) => void)[]
let watchedFrom: (string | null)[]
let silent = false
const server = createServer((request, answer) => {
  const { searchParams, pathname } = new URL(request.url ?? '', 'http://server')
  if (silent) return
  answer.setHeader('content-type', 'application/json')
  if (searchParams.get('watch') === 'true') {
    watchedFrom.push(searchParams.get('resourceVersion'))
    const respond = watches.length > 1 ? watches.shift() : watches[0]
    respond?.(answer)
  } else if (pathname === path) {
    told.push('list')
    answer.end(JSON.stringify({ metadata: { resourceVersion: '10' }, items: [] }))
  } else answer.end(JSON.stringify({ gitVersion: 'v1' }))
})

/** What a watch is sent, and whether it goes on. */
const events =
  (all: readonly object[], end: 'then ends' | 'then goes on') =>
  (answer: ServerResponse): void => {
    answer.writeHead(200).write(all.map((one) => `${JSON.stringify(one)}\n`).join(''))
    if (end === 'then ends') answer.end()
  }
const goesOn = (answer: ServerResponse): void => answer.writeHead(200).flushHeaders()
const pod = (name: string, resourceVersion: string) => ({ metadata: { name, resourceVersion } })

beforeEach(async () => {
  told.length = 0
  watchedFrom = []
  silent = false
  closing = new AbortController()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterEach(async () => {
  closing.abort()
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})

function follow(): void {
  const config = new KubeConfig()
  const { port } = server.address() as AddressInfo
  config.loadFromClusterAndUser(
    { name: 'here', server: `http://127.0.0.1:${String(port)}`, skipTLSVerify: true },
    { name: 'agent' },
  )
  const cluster = connectCluster(config)
  void followKind(
    {
      config: cluster.config,
      path,
      labelSelector: 'a=b',
      list: () => cluster.core.listPodForAllNamespaces(),
      listed: () => told.push('listed'),
      changed: ({ metadata }, removed) =>
        told.push(`${removed ? 'removed' : 'changed'} ${metadata?.name ?? ''}`),
      reachable: (answers) => told.push(answers ? 'there' : 'away'),
      patience: { silenceMs: 100, answerMs: 100 },
    },
    closing.signal,
  )
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5))
}

test.each([
  ['tells in the watch', events([{ type: 'ERROR', object: { kind: 'Status', code: 410 } }], 'then goes on')],
  ['answers', (answer: ServerResponse) => void answer.writeHead(410).end('{}')],
])(
  'Where the server %s that the version is too old, it is listed anew; it was never away',
  async (_, first) => {
    watches = [first, goesOn]
    follow()
    await until(() => watchedFrom.length === 2)
    expect(told).toEqual(['list', 'listed', 'there', 'list', 'listed', 'there'])
    expect(watchedFrom).toEqual(['10', '10'])
  },
)

test('A watch goes on from the last bookmark or change, without a list', async () => {
  watches = [
    events([{ type: 'BOOKMARK', object: pod('', '20') }], 'then ends'),
    events([{ type: 'ADDED', object: pod('web', '30') }], 'then ends'),
    events([{ type: 'DELETED', object: pod('web', '40') }], 'then ends'),
    goesOn,
  ]
  follow()
  await until(() => watchedFrom.length === 4)
  expect(watchedFrom).toEqual(['10', '20', '30', '40'])
  expect(told.filter((one) => one !== 'there')).toEqual(['list', 'listed', 'changed web', 'removed web'])
})

test('A watch on which nothing happens is no sign that the server is away', async () => {
  watches = [goesOn]
  follow()
  await until(() => watchedFrom.length === 3)
  expect(told).not.toContain('away')
  expect(told.filter((one) => one === 'list')).toHaveLength(1)
})

test('A server that takes connections and says nothing is away, until it answers again', async () => {
  watches = [goesOn]
  follow()
  await until(() => watchedFrom.length === 1)
  silent = true
  await until(() => told.includes('away'))
  expect(told.at(-1)).toBe('away')
  silent = false
  await until(() => told.at(-1) === 'there')
  expect(told.filter((one) => one === 'list')).toHaveLength(2)
})
