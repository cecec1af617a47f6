import { randomUUID } from 'node:crypto'
import { createRush } from '../jobs/rush.ts'
import { consoleRoutes, type Route } from '@berth/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import {
  passwordOf,
  startIdentityConsole,
  type IdentityConsole,
} from '../../../../test/src/fixtures/identity-console.ts'
import { createToken } from '../accounts/tokens.ts'
import { createBuilds } from '../builds/builds.ts'
import { createBackends, type Backends } from '../backends/backends.ts'
import { sealEnvironments } from '../containers/environments.ts'
import type { Context } from '../context.ts'
import { builds, containers, images, loginFailures } from '../database/schema.ts'
import { createEventHub, type EventHub } from '../events/event-hub.ts'
import { createPlaces, type Places } from '../events/places.ts'
import { buildRoutes } from './builds/index.ts'
import { backendRoutes } from './backends/index.ts'
import { containerRoutes } from './containers/index.ts'
import { eventRoutes } from './events/index.ts'
import { imageRoutes } from './images/index.ts'
import { kubernetesRoutes } from './kubernetes/index.ts'
import { registryRoutes } from './registries/index.ts'
import { runnerRoutes } from './runner/index.ts'
import { singularityRoutes } from './singularity/index.ts'

/**
 * Every route against everybody: the owner of what is asked for, another student, a teacher, an administrator
 * and nobody. `in`: admitted, whatever then happens to the request; a number: refused with this status.
 * `gone`: admitted, and told truly that there is no such thing.
 */
type Verdict = 'in' | 'gone' | 401 | 403 | 404
const who = ['owner', 'other', 'teacher', 'root', 'nobody'] as const
type Who = (typeof who)[number]
type Row = readonly [
  owner: Verdict,
  other: Verdict,
  teacher: Verdict,
  administrator: Verdict,
  nobody: Verdict,
]

const everybody: Row = ['in', 'in', 'in', 'in', 'in']
const accounts: Row = ['in', 'in', 'in', 'in', 401]
const theirs: Row = ['in', 404, 404, 'in', 401]
const administrators: Row = [403, 403, 403, 'in', 401]
const absent: Row = [403, 403, 403, 'gone', 401]

const matrix: Record<keyof typeof consoleRoutes, Row> = {
  buildImage: accounts,
  cancelBuild: ['in', 404, 404, 404, 401],
  cancelReferenceSingularity: accounts,
  cancelSingularity: ['in', 404, 404, 404, 401],
  createAccount: administrators,
  createBackend: administrators,
  createContainer: accounts,
  createSession: everybody,
  createToken: accounts,
  deleteAccount: administrators,
  deleteBackend: administrators,
  deleteBuild: ['in', 404, 404, 404, 401],
  deleteContainer: theirs,
  deleteImage: theirs,
  deleteRegistryCredential: ['gone', 'gone', 'gone', 'gone', 401],
  deleteRunner: accounts,
  deleteSession: accounts,
  deleteToken: ['in', 404, 404, 404, 401],
  deleteUnknownContainer: absent,
  execContainer: theirs,
  exportReferenceSingularity: accounts,
  exportSingularity: ['in', 404, 404, 404, 401],
  getBuildLog: ['in', 404, 404, 404, 401],
  getBuild: ['in', 404, 404, 404, 401],
  getContainerLogs: theirs,
  getContainerStats: theirs,
  getContainer: theirs,
  getFiles: theirs,
  getImageCleanUp: administrators,
  getImage: ['in', 404, 404, 404, 401],
  getGitlabCi: accounts,
  getRunner: accounts,
  getSession: accounts,
  getReferenceSingularity: accounts,
  getSingularity: ['in', 404, 404, 404, 401],
  listAccounts: administrators,
  listAudit: administrators,
  listBackends: accounts,
  listBuilds: accounts,
  listContainers: accounts,
  listFiles: theirs,
  listImages: accounts,
  listRegistryCredentials: accounts,
  listTokens: accounts,
  listUnknownContainers: administrators,
  previewImageCleanUp: administrators,
  putArchive: theirs,
  restartContainer: theirs,
  revokeTenantCredentials: accounts,
  setPassword: theirs,
  setRegistryCredential: accounts,
  setRunner: accounts,
  startContainer: theirs,
  stopContainer: theirs,
  streamEvents: accounts,
  tenantCredentials: accounts,
  terminalContainer: theirs,
  updateAccount: administrators,
  updateBackend: administrators,
  updateImageCleanUp: administrators,
  updateImage: theirs,
  uploadFiles: theirs,
}

const backend = { url: 'https://127.0.0.1:1', token: 'a token of some length' }
const bodies: Partial<Record<keyof typeof consoleRoutes, () => unknown>> = {
  createAccount: () => ({ name: `made${Date.now().toString(36)}` }),
  createBackend: () => ({ name: `b${Date.now().toString(36)}`, ...backend }),
  createContainer: () => ({ name: `c${Date.now().toString(36)}`, image: 'welcome' }),
  createSession: () => ({ account: 'owner', password: passwordOf('owner') }),
  createToken: () => ({ name: 'a token' }),
  execContainer: () => ({ command: ['true'] }),
  setRegistryCredential: () => ({ registry: 'registry.example', user: 'u', password: 'p' }),
  setRunner: () => ({ token: 'glrt-of-nobody' }),
  setPassword: () => ({ current: passwordOf('owner'), password: passwordOf('owner') }),
  tenantCredentials: () => ({}),
  updateAccount: () => ({ displayName: 'Victim' }),
  exportReferenceSingularity: () => ({ image: 'python' }),
  exportSingularity: () => ({}),
  updateImageCleanUp: () => ({ unusedDays: 90, accountBytes: null, untagged: false, graceDays: 7 }),
  updateImage: () => ({ description: 'mine' }),
  updateBackend: () => ({ lending: true }),
}

const queries: Partial<Record<keyof typeof consoleRoutes, string>> = {
  buildImage: '?name=made',
  cancelReferenceSingularity: '?image=python',
  deleteRegistryCredential: '?registry=other.example',
  getFiles: '?path=/tmp',
  getReferenceSingularity: '?image=python',
  listFiles: '?path=/tmp',
  putArchive: '?path=/tmp',
  uploadFiles: '?path=/tmp',
}

let running: IdentityConsole
let context: Context
let backends: Backends
let parts: { hub: EventHub; places: Places } | undefined

beforeAll(async () => {
  running = await startIdentityConsole({}, [
    (app, given) => {
      const hub = createEventHub(given.pool, given.notify, given.log)
      const places = createPlaces(given.pool, () => undefined)
      backends = createBackends(given.pool, given.secrets)
      parts = { hub, places }
      const builds = createBuilds({ pool: given.pool, log: given.log, hub, replica: 'this' })
      const shared = { backends, hub, places, rush: createRush(), builds }
      const lending = [
        buildRoutes,
        containerRoutes,
        backendRoutes,
        eventRoutes,
        imageRoutes,
        kubernetesRoutes,
        singularityRoutes,
      ]
      for (const routes of lending) routes(shared)(app, given)
      registryRoutes(app, given)
      runnerRoutes(app, given)
    },
  ])
  ;({ context } = running)
  for (const [name, role] of Object.entries({
    owner: 'student',
    other: 'student',
    teacher: 'teacher',
    root: 'administrator',
  } as const))
    await running.person(name, role)
  await backends.reload()
})
afterAll(async () => {
  parts?.places.close()
  parts?.hub.close()
  await backends.close()
  await running.stop()
})

/** What a route is asked about, made anew for each request. */
async function resources(): Promise<Record<string, string>> {
  const { database } = context
  await database.delete(loginFailures)
  await running.person('victim')
  const id = randomUUID()
  await database.insert(containers).values({
    id,
    account: 'owner',
    name: `c-${id.slice(0, 8)}`,
    image: 'docker.io/library/welcome:latest',
    environments: sealEnvironments(context.secrets, []),
    guestPorts: [],
    limits: { memory: 1_073_741_824, cpus: 1, pids: 512, gpus: 0 },
    wanted: 'stopped',
    state: 'stopped',
  })
  const token = await createToken(database, 'owner', 'spare', undefined)
  const [image] = await database
    .insert(images)
    .values({ reference: `berth.internal/owner/i-${id}:1`, owner: 'owner', size: 1 })
    .returning()
  const [build] = await database
    .insert(builds)
    .values({ account: 'owner', reference: image!.reference, backend: 'known', replica: 'this' })
    .returning()
  return { container: id, token: token.id, image: image!.id, build: build!.id }
}

const isOf = (route: Route, folder: string) => route.path.startsWith(`/api/v1/${folder}/`)

function kindOf(route: Route): 'token' | 'build' | 'image' | 'container' {
  if (isOf(route, 'tokens')) return 'token'
  if (isOf(route, 'images/builds')) return 'build'
  return isOf(route, 'images') ? 'image' : 'container'
}

function targetOf(name: keyof typeof consoleRoutes, route: Route, made: Record<string, string>): string {
  const id = made[kindOf(route)]
  const account = name === 'setPassword' ? 'owner' : 'victim'
  const named = isOf(route, 'accounts') ? account : 'known'
  const query = queries[name] ?? ''
  return running.url + route.path.replace(':id', id ?? '').replace(':name', named) + query
}

async function ask(name: keyof typeof consoleRoutes, person: Who): Promise<{ status: number; code: string }> {
  const route: Route = consoleRoutes[name]
  const url = targetOf(name, route, await resources())
  const headers: Record<string, string> = {}
  if (person !== 'nobody') {
    const { token } = await createToken(context.database, person, 'matrix', undefined)
    headers['authorization'] = `Bearer ${token}`
  }
  if (route.answers === 'websocket') return upgrade(url.replace('http', 'ws'), headers)
  const body = bodies[name]?.()
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (route.accepts === 'tar') headers['content-type'] = 'application/x-tar'
  if (route.accepts === 'multipart') headers['content-type'] = 'multipart/form-data; boundary=x'
  const raw = route.accepts === undefined ? undefined : '--x--\r\n'
  const abort = new AbortController()
  const answer = await fetch(url, {
    method: route.method,
    headers,
    body: body === undefined ? (raw ?? null) : JSON.stringify(body),
    signal: abort.signal,
  })
  const problem = answer.headers.get('content-type')?.startsWith('application/problem+json') === true
  const code = problem ? ((await answer.json()) as { code: string }).code : 'ok'
  abort.abort()
  return { status: answer.status, code }
}

function upgrade(url: string, headers: Record<string, string>): Promise<{ status: number; code: string }> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers })
    socket.once('open', () => {
      socket.terminate()
      resolve({ status: 101, code: 'ok' })
    })
    socket.once('unexpected-response', (_request, answer) => {
      let text = ''
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()))
      answer.once('end', () => {
        resolve({ status: answer.statusCode ?? 0, code: (JSON.parse(text) as { code: string }).code })
      })
    })
    socket.once('error', reject)
  })
}

it('has a row for every route', () => {
  expect(Object.keys(matrix).sort()).toEqual(Object.keys(consoleRoutes).sort())
})

describe.each(Object.keys(matrix) as (keyof typeof consoleRoutes)[])('%s', (name) => {
  it.each(who.map((person, column) => [person, matrix[name][column]!] as const))(
    'by %s: %s',
    async (person, verdict) => {
      if (isOf(consoleRoutes[name], 'backends')) {
        await context.pool.query('delete from backends where name = $1', ['known'])
        const sealed = context.secrets.seal(backend.token, 'backend-token:known')
        await context.pool.query(
          `insert into backends (name, url, token, managed) values ('known', $1, $2, 'page')`,
          [backend.url, sealed],
        )
        await backends.reload()
      }
      const { status, code } = await ask(name, person)
      if (verdict === 'gone') expect([404, 502, 503], `${status} ${code}`).toContain(status)
      else if (verdict === 'in') expect([401, 403, 404, 500], `${status} ${code}`).not.toContain(status)
      else expect(status, code).toBe(verdict)
    },
  )
})
