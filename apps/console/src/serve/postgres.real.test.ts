import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { until } from '../../../../test/src/fixtures/child.ts'
import { isAlive } from '../../../../test/src/fixtures/processes.ts'
import { startProgram } from '../../../../test/src/fixtures/program.ts'
import { temporaryFolder } from '../../../../test/src/fixtures/temporary-folder.ts'
import { startPostgres, type Postgres } from './postgres.ts'

let folder: string
let running: Postgres | undefined

const start = async (dataFolder = folder): Promise<Postgres> => {
  running = await startPostgres({ dataFolder, log: () => undefined })
  return running
}
const pidIn = (dataFolder = folder) =>
  Number(readFileSync(join(dataFolder, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])

async function ask(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end()
  }
}

beforeEach(async () => {
  folder = await temporaryFolder('database')
})
afterEach(async () => {
  await running?.stop()
  running = undefined
  rmSync(folder, { recursive: true, force: true })
})

test('what was committed is there after a stop and after the server was killed', async () => {
  const first = await start()
  await ask(first.url, "create table kept as select 'はい' as said")
  await first.stop()
  const second = await start()
  const ended = new Promise<void>((resolve) => {
    second.onExit(resolve)
  })
  await ask(second.url, "insert into kept values ('も')")
  const before = pidIn()
  process.kill(before, 'SIGKILL')
  await ended
  await until(
    () => 'PostgreSQL is back',
    () =>
      ask(second.url, 'select').then(
        () => true,
        () => false,
      ),
  )
  expect(pidIn()).not.toBe(before)
  expect(await ask(second.url, 'select said from kept')).toEqual([{ said: 'はい' }, { said: 'も' }])
})

test('a server that a killed parent left is taken over, and ends with its new parent', async () => {
  const parent = await startProgram('database', [folder])
  const pid = pidIn()
  await parent.end('SIGKILL')
  expect(isAlive(pid)).toBe(true)
  const adopted = await start()
  expect(pidIn()).toBe(pid)
  expect(await ask(adopted.url, 'select 1 as one')).toEqual([{ one: 1 }])
  await adopted.stop()
  expect(isAlive(pid)).toBe(false)
})

test('it runs below a closed folder whose path is too long for a socket', async () => {
  const deep = join(folder, 'closed', 'ながい'.repeat(20))
  mkdirSync(deep, { recursive: true })
  chmodSync(join(folder, 'closed'), 0o700)
  const { url } = await start(deep)
  expect(await ask(url, 'show fsync')).toEqual([{ fsync: 'on' }])
})

test('it runs from a checkout below a closed folder', async () => {
  const checkout = join(folder, 'closed', 'checkout')
  mkdirSync(checkout, { recursive: true })
  chmodSync(join(folder, 'closed'), 0o700)
  const here = join(import.meta.dirname, '../../../..')
  const program = `${checkout}/test/src/fixtures/programs/database.ts`
  const run = `mount --bind ${here} ${checkout} && exec "$1" ${program} ${folder}/closed/data`
  const parent = await startProgram('database', [], ['unshare', '--mount', 'sh', '-c', run, 'sh'])
  try {
    expect(await ask(String(parent.said['url']), 'show fsync')).toEqual([{ fsync: 'on' }])
    expect(pidIn(join(folder, 'closed/data'))).toBeGreaterThan(1)
  } finally {
    await parent.end('SIGTERM')
  }
})

test('nobody else gets in, and nothing listens on the network', async () => {
  const { url } = await start()
  expect(await ask(url, 'show listen_addresses')).toEqual([{ listen_addresses: '' }])
  const asNobody = `
    const { default: pg } = await import('pg')
    process.setuid(65534)
    const client = new pg.Client({ connectionString: ${JSON.stringify(url)} })
    await client.connect().then(() => console.log('in'), (error) => console.log(error.syscall, error.code))`
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', asNobody], {
    encoding: 'utf8',
    cwd: import.meta.dirname,
  })
  expect(said.trim()).toBe('connect EACCES')
})
