import { once } from 'node:events'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eq } from 'drizzle-orm'
import WebSocket from 'ws'
import { defineRoute } from '@berth/contract'
import { directoryOf } from '../../../../test/src/fixtures/ldap-edit.ts'
import { startIdentityConsole, type IdentityConsole } from '../../../../test/src/fixtures/identity-console.ts'
import { passwordOf } from '../../../../test/src/fixtures/directory.ts'
import { startLdap, type TestLdap } from '../../../../test/src/fixtures/ldap.ts'
import { handleWebSocket } from '../http/handle.ts'
import { accounts } from '../database/schema.ts'
import { doChores } from './chores.ts'

/** A WebSocket of the same kind as the terminal's, which needs a container. */
const echo = defineRoute({
  name: 'echo',
  method: 'GET',
  path: '/api/v1/echo',
  summary: 'For tests',
  permission: 'session',
  status: 101,
  answers: 'websocket',
  errors: [],
})

let ldap: TestLdap
let running: IdentityConsole
beforeAll(async () => {
  ldap = await startLdap()
  running = await startIdentityConsole({ ...ldap.env(), BERTH_LDAP_TIMEOUT: '1' }, [
    (app, context) =>
      handleWebSocket(
        app,
        context,
        echo,
        () => Promise.resolve(),
        (socket) => socket.send('open'),
      ),
  ])
  await running.person('local')
})
afterAll(async () => {
  await running.stop()
  await ldap.stop()
})

const session = (headers: Record<string, string>, method = 'GET') =>
  fetch(`${running.url}/api/v1/session`, { method, headers })
const cookieOf = async (name: string, password: string) => {
  const [cookie = ''] = (await running.login(name, password)).headers.getSetCookie()
  return { cookie: cookie.split(';')[0] ?? '' }
}
const open = async (headers: Record<string, string>) => {
  const socket = new WebSocket(`${running.url.replace('http', 'ws')}/api/v1/echo`, { headers })
  await once(socket, 'message')
  return socket
}

it('a person of the directory logs in however the uid is typed', async () => {
  for (const typed of ['tanaka', ' TANAKA ', 'ｔａｎａｋａ']) {
    const answer = await running.login(typed, passwordOf('tanaka'))
    expect(await answer.json()).toMatchObject({ account: 'tanaka', role: 'teacher', source: 'ldap' })
  }
})

it('open WebSockets end with their session, at once, and only with theirs', async () => {
  const [one, two] = [await cookieOf('bob', passwordOf('bob')), await cookieOf('bob', passwordOf('bob'))]
  const [mine, others] = [await open(one), await open(two)]
  const closed = once(mine, 'close')
  expect((await session(one, 'DELETE')).status).toBe(204)
  expect((await closed)[0]).toBe(1008)
  expect(others.readyState).toBe(WebSocket.OPEN)
  others.terminate()
})

it('a role that the directory took away ends sessions and open WebSockets', async () => {
  const header = await cookieOf('tanaka', passwordOf('tanaka'))
  const one = eq(accounts.name, 'tanaka')
  await running.context.database.update(accounts).set({ role: 'administrator' }).where(one)
  const socket = await open(header)
  const closed = once(socket, 'close')
  await doChores(running.context)
  expect((await closed)[0]).toBe(1008)
  expect((await session(header)).status).toBe(401)
  const again = await cookieOf('tanaka', passwordOf('tanaka'))
  expect(await (await session(again)).json()).toMatchObject({ role: 'teacher' })
  const still = await open(again)
  await doChores(running.context)
  expect((await session(again)).status).toBe(200)
  still.terminate()
})

it('a WebSocket of another site, or without login, is refused before the upgrade', async () => {
  const header = await cookieOf('bob', passwordOf('bob'))
  for (const [headers, status] of [
    [{ ...header, origin: 'https://evil.example' }, 403],
    [{ ...header, origin: running.url.replace(/\d+$/, '32768') }, 403],
    [{}, 401],
  ] as const) {
    const socket = new WebSocket(`${running.url.replace('http', 'ws')}/api/v1/echo`, { headers })
    const [, answer] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }]
    expect(answer.statusCode).toBe(status)
  }
})

it('the directory being down neither stops local accounts nor ends sessions', async () => {
  const header = await cookieOf('alice', passwordOf('alice'))
  await ldap.servers[0].stop()
  try {
    expect((await running.login('alice', passwordOf('alice'))).status).toBe(503)
    expect((await running.login('local')).status).toBe(200)
    expect((await session(header)).status).toBe(200)
    await expect(doChores(running.context)).rejects.toMatchObject({ code: 'directory-unavailable' })
    expect((await session(header)).status).toBe(200)
  } finally {
    await ldap.servers[0].start()
  }
})

it('who is gone from the directory loses sessions and tokens; the others keep theirs', async () => {
  await running.context.directory?.find([]).catch(() => undefined)
  await expect
    .poll(async () => (await running.login('d_ueda', passwordOf('d_ueda'))).status, {
      timeout: 20_000,
      interval: 1_000,
    })
    .toBe(200)
  const [gone, stays] = [
    await cookieOf('d_ueda', passwordOf('d_ueda')),
    await cookieOf('bob', passwordOf('bob')),
  ]
  const made = await fetch(`${running.url}/api/v1/tokens`, {
    method: 'POST',
    headers: { ...gone, 'content-type': 'application/json' },
    body: '{"name":"script"}',
  })
  const { token } = (await made.json()) as { token: string }
  await directoryOf(ldap).remove('uid=d_ueda,ou=students')
  await doChores(running.context)
  expect((await session(gone)).status).toBe(401)
  expect((await session({ authorization: `Bearer ${token}` })).status).toBe(401)
  expect((await session(stays)).status).toBe(200)
  const [row] = await running.context.database.select().from(accounts).where(eq(accounts.name, 'd_ueda'))
  expect(row).toBeDefined()
})
