import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eq, sql } from 'drizzle-orm'
import {
  passwordOf,
  startIdentityConsole,
  type IdentityConsole,
} from '../../../../../test/src/fixtures/identity-console.ts'
import { audit, loginFailures, sessions } from '../../database/schema.ts'

let console_: IdentityConsole
const proxy = { BERTH_TRUSTED_PROXIES: '127.0.0.1' }
beforeAll(async () => {
  console_ = await startIdentityConsole(proxy)
  await console_.person('alice')
  await console_.person('bob')
  await console_.person('root', 'administrator')
})
afterAll(() => console_.stop())

const session = (headers: Record<string, string>, method = 'GET') =>
  fetch(`${console_.url}/api/v1/session`, { method, headers })
const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code
const from = (address: string) => ({ 'x-forwarded-for': address })

describe('a session', () => {
  it('begins with a cookie that scripts and other sites do not get', async () => {
    const answer = await console_.login(' ＡLICE ', passwordOf('alice'))
    expect(answer.status).toBe(200)
    const [cookie] = answer.headers.getSetCookie()
    expect(cookie).toMatch(
      /^berth_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
    expect(await answer.json()).toMatchObject({
      account: 'alice',
      role: 'student',
      warnings: [],
      defaults: { containers: 100 },
    })
  })
  it('is stored hashed only', async () => {
    const { cookie } = await console_.cookie('alice')
    const value = cookie.split('=')[1] ?? ''
    const { rows } = await console_.context.pool.query<{ text: string }>(
      'select sessions::text as text from sessions',
    )
    expect(rows.some(({ text }) => text.includes(Buffer.from(value).toString('hex')))).toBe(false)
    expect(rows.some(({ text }) => text.includes(Buffer.from(value, 'base64url').toString('hex')))).toBe(
      false,
    )
  })
  it('ends at logout, at once', async () => {
    const header = await console_.cookie('alice')
    expect((await session(header)).status).toBe(200)
    expect((await session(header, 'DELETE')).status).toBe(204)
    const after = await session(header)
    expect(after.status).toBe(401)
    expect(after.headers.getSetCookie()[0]).toContain('berth_session=;')
    expect(await codeOf(after)).toBe('session-expired')
  })
  it('ends when it expires', async () => {
    const header = await console_.cookie('alice')
    await console_.context.database.update(sessions).set({ expiresAt: sql`now() - interval '1 second'` })
    expect(await codeOf(await session(header))).toBe('session-expired')
  })
  it('is prolonged by use', async () => {
    const header = await console_.cookie('alice')
    await console_.context.database.update(sessions).set({ expiresAt: sql`now() + interval '1 hour'` })
    const answer = await session(header)
    const { expiresAt } = (await answer.json()) as { expiresAt: string }
    expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(11 * 3_600_000)
    expect(answer.headers.getSetCookie()[0]).toContain('Max-Age=43200')
  })
  it('ends when the account is disabled, and nobody logs in to it', async () => {
    await console_.person('carol')
    const header = await console_.cookie('carol')
    const admin = await console_.cookie('root')
    const answer = await fetch(`${console_.url}/api/v1/accounts/carol`, {
      method: 'PATCH',
      headers: { ...admin, 'content-type': 'application/json' },
      body: '{"disabled":true}',
    })
    expect(answer.status).toBe(200)
    expect((await session(header)).status).toBe(401)
    expect(await codeOf(await console_.login('carol'))).toBe('account-disabled')
    expect(await codeOf(await console_.login('carol', 'wrong'))).toBe('wrong-credentials')
  })
})

describe('a wrong login', () => {
  it.each([
    ['alice', 'wrong'],
    ['alice', ''],
    ['alice', '   '],
    ['alice', 'nul\0'],
    ['nobody', 'whatever'],
    ['*)(uid=*', 'whatever'],
    ["' or 1=1 --", 'whatever'],
    ['', ''],
    ['あ', 'x'],
  ])('%j with %j is refused in the same words', async (account, password) => {
    await console_.context.database.delete(loginFailures)
    const answer = await console_.login(account, password)
    expect(answer.status).toBe(401)
    expect(await codeOf(answer)).toBe('wrong-credentials')
  })
  it('slows down the attacker’s address for that account, and nobody else', async () => {
    await console_.context.database.delete(loginFailures)
    const codes = []
    for (let i = 0; i < 7; i += 1)
      codes.push(await codeOf(await console_.login('bob', `guess ${i}`, from('10.0.0.9'))))
    expect(codes.slice(0, 5)).toEqual(new Array(5).fill('wrong-credentials'))
    expect(codes[6]).toBe('too-many-attempts')
    const waiting = await console_.login('bob', passwordOf('bob'), from('10.0.0.9'))
    expect(waiting.status).toBe(429)
    expect(Number(waiting.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await console_.login('alice', passwordOf('alice'), from('10.0.0.9'))).status).toBe(200)
    expect((await console_.login('bob', passwordOf('bob'), from('10.0.0.10'))).status).toBe(200)
  })
  it('bounds what one address may try under names that nobody has, and nobody who has one', async () => {
    const { database } = console_.context
    await database.delete(loginFailures)
    const place = from('10.0.0.12')
    const strangers = `strangers:10.0.0.12`
    const tried = () => database.select().from(loginFailures).where(eq(loginFailures.subject, strangers))
    for (const name of ['nobody', 'dave']) await console_.login(name, 'guess', place)
    expect((await console_.login('alice', passwordOf('alice'), place)).status).toBe(200)
    expect(await tried()).toMatchObject([{ count: 2 }])
    await database.update(loginFailures).set({ count: 1_000 }).where(eq(loginFailures.subject, strangers))
    const invented = await Promise.all(
      Array.from({ length: 20 }, (_, i) => console_.login(`invented-${i}`, 'guess', place)),
    )
    const codes = await Promise.all(invented.map(codeOf))
    expect(codes.filter((code) => code === 'wrong-credentials').length).toBeLessThanOrEqual(1)
    expect((await console_.login('bob', passwordOf('bob'), place)).status).toBe(200)
    expect((await console_.login('nobody', 'guess', from('10.0.0.13'))).status).toBe(401)
  })
  it('gives parallel guesses no more tries than serial ones', async () => {
    await console_.context.database.delete(loginFailures)
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) => console_.login('bob', `guess ${i}`, from('10.0.0.11'))),
    )
    expect(answers.filter((answer) => answer.status === 401).length).toBeLessThanOrEqual(6)
  })
  it('does not lock out a class behind an attacker’s address', async () => {
    await console_.context.database.delete(loginFailures)
    await console_.context.database
      .insert(loginFailures)
      .values({ subject: 'address:10.0.0.12', count: 5_000 })
    expect((await console_.login('alice', passwordOf('alice'), from('10.0.0.12'))).status).toBe(200)
    expect((await console_.login('bob', 'wrong', from('10.0.0.12'))).status).toBe(401)
    expect((await console_.login('bob', 'wrong', from('10.0.0.12'))).status).toBe(429)
  })
})

describe('many at once', () => {
  it('350 log in from one address, none is refused and the console answers meanwhile', async () => {
    await console_.context.database.delete(loginFailures)
    const { rows } = await console_.context.pool.query<{ hash: string }>(
      `select password_hash as hash from accounts where name = 'alice'`,
    )
    await console_.context.pool.query(
      `insert into accounts (name, display_name, role, source, password_hash)
       select 'class' || n, 'x', 'student', 'local', $1 from generate_series(1, 350) n on conflict do nothing`,
      [rows[0]?.hash],
    )
    const begun = performance.now()
    const all = Promise.all(
      Array.from({ length: 350 }, (_, i) =>
        console_.login(`class${i + 1}`, passwordOf('alice'), from('10.0.0.13')),
      ),
    )
    const meanwhile = await fetch(`${console_.url}/healthz`)
    const health = performance.now() - begun
    const statuses = (await all).map((answer) => answer.status)
    process.stdout.write(
      `350 logins: ${Math.round(performance.now() - begun)} ms, health meanwhile ${Math.round(health)} ms, rss ${Math.round(process.memoryUsage().rss / 1_048_576)} MiB\n`,
    )
    expect(meanwhile.status).toBe(200)
    expect(statuses.filter((status) => status !== 200)).toEqual([])
  })
})

describe('another site', () => {
  const attempt = async (headers: Record<string, string>) => {
    const header = await console_.cookie('alice')
    return session({ ...header, ...headers }, 'DELETE')
  }
  it.each([
    [{ origin: 'https://evil.example' }],
    [{ origin: 'null' }],
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
  ])('cannot change anything: %j', async (headers) => {
    const answer = await attempt(headers)
    expect(answer.status).toBe(403)
    expect(await codeOf(answer)).toBe('origin-refused')
  })
  it('on another port of this host neither', async () => {
    const answer = await attempt({ origin: console_.url.replace(/\d+$/, '32768') })
    expect(answer.status).toBe(403)
  })
  it('but this one can', async () => {
    expect((await attempt({ origin: console_.url, 'sec-fetch-site': 'same-origin' })).status).toBe(204)
  })
})

it('keeps logins and their failures in the audit log, never what was typed as password', async () => {
  await console_.context.database.delete(loginFailures)
  await console_.login('alice', 'not the password')
  const written = async () => {
    const rows = await console_.context.database.select().from(audit)
    return rows.filter(({ account, outcome }) => account === 'alice' && outcome === 'wrong-credentials')
  }
  await expect.poll(async () => (await written()).length).toBeGreaterThan(0)
  const all = JSON.stringify(await console_.context.database.select().from(audit), (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  )
  expect(all).not.toContain('not the password')
})
