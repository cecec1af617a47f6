import type { Container, ConsoleEvent } from '@berth/contract'
import type Docker from 'dockerode'
import { startBerth, type RunningBerth } from '@berth/test/fixtures/berth'
import { useDocker } from '@berth/test/fixtures/docker'
import type { Result } from './measure.ts'

export interface Setting {
  readonly berth: RunningBerth
  readonly docker: Docker
  readonly socketPath: string
  /** The administrator's own calls. */
  readonly admin: Caller
}

/** A benchmark: measures Berth against the bare tool, in a running installation of its own. */
export type Bench = (setting: Setting) => Promise<Result[]>

/** Starts the product and its daemon, runs a benchmark, and cleans up whatever happens. */
export async function withBerth(run: Bench): Promise<Result[]> {
  const { docker, socketPath } = await useDocker()
  await removeAll(docker)
  const berth = await startBerth({})
  const admin = await logIn(berth.url, berth.admin.account, berth.admin.password)
  try {
    return await run({ berth, docker, socketPath, admin })
  } finally {
    await removeAll(docker)
    await berth.stop()
  }
}

/** Somebody who is logged in: JSON in, JSON out. */
export interface Caller {
  readonly url: string
  readonly headers: Record<string, string>
  call<T>(method: string, path: string, body?: unknown): Promise<T>
}

/** Logs in and takes a personal access token, as scripts do. */
export async function logIn(url: string, account: string, password: string): Promise<Caller> {
  const response = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account, password }),
  })
  if (!response.ok) throw new Error(`Login of ${account}: ${response.status} ${await response.text()}`)
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  const { token } = await caller(url, { cookie }).call<{ token: string }>('POST', '/tokens', {
    name: 'bench',
  })
  return caller(url, { authorization: `Bearer ${token}` })
}

function caller(url: string, headers: Record<string, string>): Caller {
  return {
    url,
    headers,
    async call<T>(method: string, path: string, body?: unknown): Promise<T> {
      const response = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
      return (response.status === 204 ? undefined : await response.json()) as T
    },
  }
}

/** Hands on an account's events until it is closed. */
export async function readEvents(
  who: Caller,
  take: (event: ConsoleEvent) => void,
): Promise<{ close(): void }> {
  const abort = new AbortController()
  const response = await fetch(`${who.url}/api/v1/events`, { headers: who.headers, signal: abort.signal })
  if (response.body === null) throw new Error('No event stream')
  const read = async (body: ReadableStream<Uint8Array<ArrayBuffer>>) => {
    let rest = ''
    for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines.filter((text) => text.startsWith('data:')))
        take(JSON.parse(line.slice(5)) as ConsoleEvent)
    }
  }
  read(response.body).catch(() => undefined)
  return { close: () => abort.abort() }
}

/** Follows an account's events: `when` resolves as soon as a container satisfies the condition. */
export async function follow(
  who: Caller,
): Promise<{ when(id: string, is: (container: Container) => boolean): Promise<Container>; close(): void }> {
  const latest = new Map<string, Container>()
  const waiting = new Set<() => void>()
  const events = await readEvents(who, (event) => {
    if (event.type !== 'container') return
    latest.set(event.container.id, event.container)
    for (const check of waiting) check()
  })
  return {
    ...events,
    when: (id, is) =>
      new Promise((resolve, reject) => {
        const check = () => {
          const container = latest.get(id)
          if (container === undefined) return
          if (container.state === 'failed')
            reject(new Error(`${container.name}: ${JSON.stringify(container.reason)}`))
          else if (is(container)) resolve(container)
          else return
          waiting.delete(check)
        }
        waiting.add(check)
        check()
      }),
  }
}

/** Removes what a benchmark left on the daemon, by Berth's label. */
async function removeAll(docker: Docker): Promise<void> {
  const left = await docker.listContainers({ all: true, filters: { label: ['berth.bench'] } })
  // One that a failed benchmark was about to remove is removed already.
  await Promise.allSettled(left.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })))
}
