import { setTimeout } from 'node:timers/promises'
import type { Container, Problem } from '@berth/contract'

/** Somebody over plain HTTP, as a script would be: no client of ours between the test and the API. */
export class Caller {
  readonly url: string
  readonly headers: Record<string, string>

  constructor(url: string, headers: Record<string, string> = {}) {
    this.url = url
    this.headers = headers
  }

  /** Any request; the answer as it is. */
  async send(
    method: string,
    path: string,
    body?: Body,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { ...this.headers, ...headers },
      ...(body === undefined ? {} : { body }),
      redirect: 'manual',
    })
  }

  async json(method: string, path: string, body?: unknown): Promise<Response> {
    if (body === undefined) return this.send(method, path)
    return this.send(method, path, JSON.stringify(body), { 'content-type': 'application/json' })
  }

  /** A request that has to succeed; its JSON. */
  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.json(method, path, body)
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return (response.status === 204 ? undefined : await response.json()) as T
  }

  /** A request that has to fail; its problem document. */
  async refused(method: string, path: string, body?: unknown): Promise<Problem> {
    return problemOf(await this.json(method, path, body))
  }

  async containers(): Promise<Container[]> {
    return this.call('GET', '/containers')
  }

  /** Resolves when the container is in the state; rejects if it fails on the way. */
  async until(id: string, state: Container['state'] | 'gone', seconds = 60): Promise<Container | undefined> {
    const end = Date.now() + seconds * 1_000
    while (Date.now() < end) {
      await pause(100)
      const response = await this.send('GET', `/containers/${id}`)
      if (response.status === 404 && state === 'gone') return undefined
      if (!response.ok) continue
      const container = (await response.json()) as Container
      if (container.state === state) return container
      if (container.state === 'failed')
        throw new Error(`${container.name}: ${container.reason?.title} ${container.reason?.detail}`)
    }
    throw new Error(`The container is not ${state} after ${seconds} s`)
  }

  /** Creates a container from the welcome image and waits until it runs. */
  async lend(name: string, more: object = {}): Promise<Container> {
    const { id } = await this.call<Container>('POST', '/containers', { name, image: 'welcome', ...more })
    return (await this.until(id, 'running')) as Container
  }

  async giveBack(id: string): Promise<void> {
    await this.json('DELETE', `/containers/${id}`)
    await this.until(id, 'gone')
  }
}

/** Waits so many milliseconds. */
export const pause = (milliseconds: number): Promise<void> => setTimeout(milliseconds)

type Body = NonNullable<RequestInit['body']>

export async function problemOf(response: Response): Promise<Problem> {
  if (response.status < 400) throw new Error(`Not refused: ${response.status} ${await response.text()}`)
  if (!response.headers.get('content-type')?.startsWith('application/problem+json')) {
    throw new Error(
      `Not a problem document: ${response.status} ${response.headers.get('content-type')} ${await response.text()}`,
    )
  }
  return (await response.json()) as Problem
}

/** Logs in and gives the session's cookie as a caller. */
export async function logIn(url: string, account: string, password: string): Promise<Caller> {
  const response = await new Caller(url).json('POST', '/session', { account, password })
  if (!response.ok) throw new Error(`Login of ${account}: ${response.status} ${await response.text()}`)
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  return new Caller(url, { cookie })
}

/** Makes a local account and logs it in. */
export async function enrol(admin: Caller, name: string, role = 'student'): Promise<Caller> {
  const password = `${name} has a long password`
  await admin.call('POST', '/accounts', { name, role, password })
  return logIn(admin.url, name, password)
}
