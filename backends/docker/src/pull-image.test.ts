import { mkdtemp, rm } from 'node:fs/promises'
import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { agentDeadlines, type PullEvent } from '@berth/contract'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { connectDocker } from './client.ts'
import type { DockerContext } from './context.ts'
import { pullImage } from './pull-image.ts'

let folder: string
let server: Server
/** The daemon's answer to the pull, into which the test writes. */
let pulling: PromiseWithResolvers<ServerResponse>

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-pull-'))
  pulling = Promise.withResolvers()
  server = createServer((asked, answer) => {
    if (asked.method === 'POST') pulling.resolve(answer.writeHead(200))
    else answer.writeHead(404).end('{"message":"no such image"}')
  }).listen(join(folder, 'docker.sock'))
  await once(server, 'listening')
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
})
afterEach(async () => {
  vi.useRealTimers()
  server.closeAllConnections()
  server.close()
  await rm(folder, { recursive: true, force: true })
})

const reference = 'registry.example/tool:1'

function pull(): AsyncGenerator<PullEvent> {
  const { docker } = connectDocker(join(folder, 'docker.sock'))
  const engine = { diskFree: () => Promise.resolve(null) }
  const context = { docker, engine, closedRepositories: new Set() } as unknown as DockerContext
  return pullImage(context, reference, new AbortController().signal)
}

const givenUp = {
  type: 'failed',
  problem: { code: 'registry-unreachable', params: { registry: 'registry.example' } },
}

it('gives up a registry that says nothing for two minutes', async () => {
  const said = pull().next()
  await pulling.promise
  await vi.advanceTimersByTimeAsync(agentDeadlines.pullSilence)
  expect((await said).value).toMatchObject(givenUp)
})

it('waits on while a layer comes, and gives up when it comes no further', async () => {
  const going = pull()
  let said = going.next()
  const answer = await pulling.promise
  for (const current of [1, 2, 3]) {
    await vi.advanceTimersByTimeAsync(agentDeadlines.pullSilence - 1)
    const progressDetail = { current, total: 100 }
    answer.write(`${JSON.stringify({ id: '0123456789ab', status: 'Downloading', progressDetail })}\n`)
    expect((await said).value).toMatchObject({ type: 'progress', layers: [{ current }] })
    said = going.next()
  }
  await vi.advanceTimersByTimeAsync(agentDeadlines.pullSilence)
  expect((await said).value).toMatchObject(givenUp)
})
