import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLdap, type TestLdap } from '../../../../../test/src/fixtures/ldap.ts'
import { passwordOf } from '../../../../../test/src/fixtures/directory.ts'
import { createLog } from '../../create-log.ts'
import { readSettings } from '../../settings/read-settings.ts'
import { createDirectory, type Directory } from './directory.ts'

let ldap: TestLdap
beforeAll(async () => {
  ldap = await startLdap({ servers: 2 })
})
afterAll(() => ldap.stop())

function directory(transport: 'ldaps' | 'starttls' = 'ldaps', more: Record<string, string> = {}): Directory {
  const settings = readSettings({ ...ldap.env(transport), BERTH_LDAP_TIMEOUT: '1', ...more })
  if (settings.ldap === null) throw new Error('no directory in the settings')
  return createDirectory(settings.ldap, createLog('silent'))
}

describe.each(['ldaps', 'starttls'] as const)('over %s', (transport) => {
  it.each([
    ['alice', 'alice', 'student'],
    ['carol.smith', 'Carol.Smith', 'student'],
    ['s2600123', 'S2600123', 'student'],
    ['d_ueda', 'd_ueda', 'student'],
    ['tanaka', 'tanaka', 'teacher'],
    ['suzuki', 'suzuki', 'teacher'],
    ['sysadmin', 'sysadmin', 'administrator'],
  ])('%s logs in as %s, a %s', async (name, uid, role) => {
    expect(await directory(transport).login(name, passwordOf(uid))).toMatchObject({ name, role })
  })
  it('refuses a certificate of a strange authority', async () => {
    const strange = directory(transport, { BERTH_LDAP_CA: ldap.strangeCaFile })
    await expect(strange.login('alice', passwordOf('alice'))).rejects.toMatchObject({
      code: 'directory-unavailable',
    })
  })
})

describe('nobody gets in', () => {
  it.each([
    ['alice', 'wrong'],
    ['alice', ''],
    ['*', passwordOf('alice')],
    ['*)(uid=*', passwordOf('alice')],
    ['alice)(objectClass=*', passwordOf('alice')],
    ['star*', passwordOf('star*')],
    ['paren(x)', passwordOf('paren(x)')],
    ['nopassword', passwordOf('nopassword')],
    ['nopassword', ''],
    ['twin', passwordOf('twin')],
    ['nobody', 'x'],
  ])('as %j with %j', async (name, password) => {
    expect(await directory().login(name, password)).toBeNull()
  })
})

it('takes the display name', async () => {
  expect(await directory().login('alice', passwordOf('alice'))).toMatchObject({ displayName: '有栖 ありす' })
})

it('finds who is there and who is gone', async () => {
  const people = await directory().find(['alice', 'gone', 'tanaka'])
  expect(people.get('alice')).toMatchObject({ role: 'student' })
  expect(people.get('tanaka')).toMatchObject({ role: 'teacher' })
  expect(people.get('gone')).toBeNull()
})

describe('a server that fails', () => {
  it('stopped: the other one answers', async () => {
    await ldap.servers[0].stop()
    try {
      expect(await directory().login('alice', passwordOf('alice'))).not.toBeNull()
    } finally {
      await ldap.servers[0].start()
    }
  })
  it.each(['ldaps', 'starttls'] as const)(
    'hung (%s): many at once get in by the other one',
    async (transport) => {
      ldap.servers[0].pause()
      try {
        const one = directory(transport)
        const logins = Array.from({ length: 100 }, () => one.login('bob', passwordOf('bob')))
        expect((await Promise.all(logins)).every((person) => person?.name === 'bob')).toBe(true)
      } finally {
        ldap.servers[0].resume()
      }
    },
  )
  it('all hung: refused, the later ones without waiting; and back when they are', async () => {
    const one = directory()
    for (const server of ldap.servers) server.pause()
    try {
      await expect(one.login('bob', passwordOf('bob'))).rejects.toMatchObject({
        code: 'directory-unavailable',
      })
      const begun = performance.now()
      const rest = await Promise.allSettled(
        Array.from({ length: 50 }, () => one.login('bob', passwordOf('bob'))),
      )
      process.stdout.write(`50 refused in ${Math.round(performance.now() - begun)} ms\n`)
      expect(rest.every(({ status }) => status === 'rejected')).toBe(true)
    } finally {
      for (const server of ldap.servers) server.resume()
    }
    await expect
      .poll(() => one.login('bob', passwordOf('bob')).catch(() => null), { timeout: 20_000, interval: 500 })
      .toMatchObject({ name: 'bob' })
  })
})
