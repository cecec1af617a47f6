import pg from 'pg'
import { expect, test } from 'vitest'
import { databaseUrl, fitsSocket, pgIdentConf, postgresqlConf } from './postgres-settings.ts'

test.each(['/run/berth', '/tmp/a b/ü%2F?x#y@z', '/データ/postgres'])(
  'pg connects to the socket in %s',
  (folder) => {
    const client = new pg.Client({ connectionString: databaseUrl(folder) })
    expect([client.host, client.port, client.user, client.database]).toEqual([folder, 5432, 'berth', 'berth'])
  },
)

test('a socket fits into the 107 bytes of its address, counted in bytes', () => {
  const room = 107 - '/.s.PGSQL.5432.lock'.length
  expect(fitsSocket('/'.padEnd(room, 'x'))).toBe(true)
  expect(fitsSocket('/'.padEnd(room + 1, 'x'))).toBe(false)
  expect(fitsSocket(`/${'あ'.repeat(30)}`)).toBe(false)
})

test('commits are flushed, and a folder’s quotes do not end its setting', () => {
  expect(postgresqlConf("/it's")).toContain("unix_socket_directories = '/it''s'\n")
  expect(postgresqlConf('/x')).not.toMatch(/^(fsync|synchronous_commit)/m)
})

test('only one system user is let in', () => {
  expect(pgIdentConf('ro"ot')).toBe('berth "ro""ot" berth\n')
})
