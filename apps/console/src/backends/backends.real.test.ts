import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestPostgres, type TestPostgres } from '../../../../test/src/fixtures/postgres.ts'
import { createLog } from '../create-log.ts'
import { connect } from '../database/connect.ts'
import { migrate } from '../database/migrate.ts'
import { createSecrets } from '../secrets/secrets.ts'
import {
  insertBackend,
  listBackendRows,
  storeSettingsBackends,
  tokenPurpose,
  updateBackendRow,
} from './backend-row.ts'
import { createBackends } from './backends.ts'

let postgres: TestPostgres
beforeAll(async () => {
  postgres = await startTestPostgres()
  await migrate(postgres.url)
})
afterAll(() => postgres.remove())

it('goes on with the others where a token was sealed with a key that is lost', async () => {
  const { pool } = connect(postgres.url, createLog('silent'))
  const [kept, lost] = [createSecrets([randomBytes(32)]), createSecrets([randomBytes(32)])]
  const insert = (name: string, secrets: typeof kept) =>
    insertBackend(pool, {
      name,
      url: `https://${name}.example:8443`,
      token: secrets.seal('the token of an agent', tokenPurpose(name)),
      ca: null,
      allowUnhardened: false,
    })
  await Promise.all([insert('blade1', lost), insert('blade2', kept)])
  const backends = createBackends(pool, kept)
  await backends.reload()
  expect(backends.get('blade1').token).toBe('')
  expect(backends.get('blade2').token).toBe('the token of an agent')
  await backends.close()
  await pool.end()
})

it('lends from this machine without remapping at first, and keeps what an administrator chose over starts', async () => {
  const { pool } = connect(postgres.url, createLog('silent'))
  const local = { name: 'local', url: 'unix:/run/agent.sock', token: Buffer.from('t'), ca: null }
  const start = async (allowUnhardened: boolean | null) => {
    await storeSettingsBackends(pool, [{ ...local, allowUnhardened }])
    const row = (await listBackendRows(pool)).find(({ name }) => name === 'local')
    return [row?.allowUnhardened, row?.allowUnmapped]
  }
  expect(await start(null)).toEqual([false, true])
  await updateBackendRow(pool, 'local', { lending: true })
  expect(await start(null)).toEqual([false, true])
  await updateBackendRow(pool, 'local', { allowUnhardened: false })
  expect(await start(null)).toEqual([false, false])
  await updateBackendRow(pool, 'local', { allowUnhardened: true })
  expect(await start(null)).toEqual([true, false])
  expect(await start(false)).toEqual([false, false])
  await pool.end()
})
