import pg from 'pg'
import { logIn, type Bench } from './bench.ts'
import { median, timed, type Result } from './measure.ts'

const password = 'a list of containers'
const rounds = 60

/** One account's list among 10,000 rows against the bare query, and again among 100 times the rows. */
export const run: Bench = async ({ berth, admin }) => {
  await admin.call('POST', '/accounts', { name: 'lister', password })
  const who = await logIn(berth.url, 'lister', password)
  const database = new pg.Client({ connectionString: berth.databaseUrl })
  await database.connect()
  try {
    await fill(database, 1, 10_000)
    const few = await measure(database, () => who.call('GET', '/containers'))
    await fill(database, 10_001, 1_000_000)
    const many = await measure(database, () => who.call('GET', '/containers'))
    return [
      result('list among 10,000 rows, against the bare query', few.bare, few.berth, 3),
      result('the same among 1,000,000 rows, against 10,000', few.berth, many.berth, 1.25),
    ]
  } finally {
    await database.end()
  }
}

/** Rows of a backend that is not there, 100 of them of the account that asks. */
async function fill(database: pg.Client, from: number, to: number): Promise<void> {
  await database.query(
    `insert into backends (name, url, token, managed, lending) values ('bench', 'https://127.0.0.1:1', '', 'page', false) on conflict do nothing`,
  )
  await database.query(
    `insert into accounts (name, display_name, role, source) select 'other' || n, '', 'student', 'local' from generate_series(0, 99) n on conflict do nothing`,
  )
  await database.query(
    `insert into containers (account, name, image, environments, guest_ports, limits, backend, wanted, state, created_at)
     select case when n <= 100 then 'lister' else 'other' || n % 100 end, 'c' || n, 'docker.io/library/debian:12', '', '{8080}',
            '{"memory":1073741824,"cpus":1,"pids":512,"gpus":0}', 'bench', 'stopped', 'stopped', now() - n * interval '1 second'
     from generate_series($1::int, $2::int) n`,
    [from, to],
  )
  await database.query('analyze containers')
}

async function measure(
  database: pg.Client,
  list: () => Promise<unknown>,
): Promise<{ bare: number; berth: number }> {
  const bare: number[] = []
  const berth: number[] = []
  for (let i = 0; i < rounds; i++) {
    bare.push(
      await timed(() =>
        database.query(
          `select * from containers where account = 'lister' order by created_at desc, id limit 200`,
        ),
      ),
    )
    berth.push(await timed(list))
  }
  return { bare: median(bare), berth: median(berth) }
}

const result = (name: string, bare: number, berth: number, bound: number): Result => ({
  name,
  bare: `${bare.toFixed(2)} ms`,
  berth: `${berth.toFixed(2)} ms`,
  value: berth / bare,
  unit: '×',
  bound,
  direction: 'at most',
})
