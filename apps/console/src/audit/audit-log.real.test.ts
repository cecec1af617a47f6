import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestPostgres, type TestPostgres } from '../../../../test/src/fixtures/postgres.ts'
import { createLog } from '../create-log.ts'
import { connect } from '../database/connect.ts'
import { migrate } from '../database/migrate.ts'
import { audit } from '../database/schema.ts'
import { createAuditLog } from './audit-log.ts'

let postgres: TestPostgres
beforeAll(async () => {
  postgres = await startTestPostgres()
  await Promise.all([migrate(postgres.url), migrate(postgres.url), migrate(postgres.url)])
})
afterAll(() => postgres.remove())

it('loses nothing when closed at once, nor while the database is away, and keeps the order', async () => {
  const log = createLog('silent')
  const { pool, database } = connect(postgres.url, log)
  const entries = createAuditLog(database, log)
  const record = (n: number) =>
    entries.record({ time: new Date(), account: 'a', action: `action-${n}`, outcome: 'ok' })
  for (let n = 0; n < 1_200; n += 1) record(n)
  await postgres.stop()
  for (let n = 1_200; n < 1_300; n += 1) record(n)
  await postgres.start()
  await entries.close(30_000)
  const rows = await database.select({ action: audit.action }).from(audit).orderBy(audit.id)
  expect(rows.map(({ action }) => action)).toEqual(Array.from({ length: 1_300 }, (_, n) => `action-${n}`))
  await pool.end()
})
