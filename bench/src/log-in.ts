import { readFileSync } from 'node:fs'
import { Client } from 'ldapts'
import { startBerth } from '@berth/test/fixtures/berth'
import { root } from '@berth/test/fixtures/directory'
import { reader, startLdap, suffix, type TestLdap } from '@berth/test/fixtures/ldap'
import type { Bench } from './bench.ts'
import { timed, type Result } from './measure.ts'

const students = 350
/** Connections at once, as many as Berth makes. */
const atOnce = 32
const name = (index: number) => `pupil${String(index)}`
const dn = (index: number) => `uid=${name(index)},ou=students,ou=people,${suffix}`
const password = (index: number) => `${name(index)} has a password`

/** A lecture starts: 350 people log in at once, against the same connections, searches and binds made straight to the directory. */
export const run: Bench = async () => {
  const ldap = await startLdap()
  const berth = await startBerth({ ldap })
  try {
    await enrol(ldap)
    await bare(ldap, 0)
    const alone = await timed(() => bare(ldap, students))
    const slowest: number[] = []
    const through = await timed(async () => {
      const logins = Array.from({ length: students }, async (_, index) => {
        slowest.push(await timed(() => logIn(berth.url, index)))
      })
      await Promise.all(logins)
    })
    return [result(alone, through, Math.max(...slowest))]
  } finally {
    await berth.stop()
    await ldap.stop()
  }
}

const open = (ldap: TestLdap) =>
  new Client({ url: ldap.servers[0].ldaps, tlsOptions: { ca: readFileSync(ldap.caFile, 'utf8') } })

async function enrol(ldap: TestLdap): Promise<void> {
  const client = open(ldap)
  await client.bind(root.dn, root.password)
  for (let index = 0; index < students; index++)
    await client.add(dn(index), {
      objectClass: ['inetOrgPerson'],
      uid: name(index),
      cn: name(index),
      sn: name(index),
      userPassword: password(index),
    })
  await client.unbind()
}

async function bare(ldap: TestLdap, count: number): Promise<void> {
  const waiting = Array.from({ length: count }, (_, index) => index)
  const work = async () => {
    for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
      const client = open(ldap)
      await client.bind(reader.dn, reader.password)
      await client.search(`ou=people,${suffix}`, { filter: `(uid=${name(index)})` })
      await client.search(`ou=groups,${suffix}`, { filter: `(memberUid=${name(index)})` })
      await client.bind(dn(index), password(index))
      await client.unbind()
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
}

async function logIn(url: string, index: number): Promise<void> {
  const answer = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account: name(index), password: password(index) }),
  })
  if (!answer.ok) throw new Error(`${name(index)}: ${answer.status} ${await answer.text()}`)
  await answer.body?.cancel()
}

const result = (alone: number, through: number, slowest: number): Result => ({
  name: `${students} logins at once, the slowest after ${(slowest / 1_000).toFixed(2)} s`,
  bare: `${(alone / 1_000).toFixed(2)} s`,
  berth: `${(through / 1_000).toFixed(2)} s`,
  value: through / alone,
  unit: '×',
  // The rest is the throttle, the account and the session in PostgreSQL.
  bound: 4,
  direction: 'at most',
})
