import pg from 'pg'
import { logIn, type Bench, type Caller } from './bench.ts'
import { median, timed, type Result } from './measure.ts'

const password = 'a list of images'
const turns = 4
const rounds = 60

/** One account's list of images (its own and shared ones) among 5,000 of 500 accounts against the same among 50. */
export const run: Bench = async ({ berth, admin }) => {
  await admin.call('POST', '/accounts', { name: 'lister', password })
  const who = await logIn(berth.url, 'lister', password)
  const database = new pg.Client({ connectionString: berth.databaseUrl })
  await database.connect()
  try {
    const few: number[] = []
    const many: number[] = []
    // By turns, so that what else the machine does weighs on both.
    for (let turn = 0; turn <= turns; turn++) {
      await fill(database, 50)
      const among50 = await measure(who)
      await fill(database, 5_000)
      const among5000 = await measure(who)
      if (turn === 0) continue
      few.push(...among50)
      many.push(...among5000)
    }
    return [result('image list among 5,000 images of 500 accounts, against 50', median(few), median(many))]
  } finally {
    await database.end()
  }
}

async function measure(who: Caller): Promise<number[]> {
  const times: number[] = []
  for (let i = 0; i < rounds; i++) times.push(await timed(() => who.call('GET', '/images')))
  return times
}

/** So many images, ten an account; the first ten are the asker's, and of each of the first four other accounts one is shared. */
async function fill(database: pg.Client, count: number): Promise<void> {
  await database.query(
    `insert into accounts (name, display_name, role, source)
     select 'owner' || n, '', 'teacher', 'local' from generate_series(1, 499) n on conflict do nothing`,
  )
  await database.query(`delete from images where reference like '%/made-%'`)
  await database.query(
    `insert into images (reference, owner, shared, size, backends)
     select 'berth.internal/' || owner || '/made-' || n || ':latest', owner, n in (11, 21, 31, 41), 1e8, '{local}'
     from (select n, case when n <= 10 then 'lister' else 'owner' || (n - 1) / 10 end as owner
       from generate_series(1, $1::int) n) made`,
    [count],
  )
  await database.query('vacuum analyze images')
}

const result = (name: string, few: number, many: number): Result => ({
  name,
  bare: `${few.toFixed(2)} ms`,
  berth: `${many.toFixed(2)} ms`,
  value: many / few,
  unit: '×',
  bound: 1.25,
  direction: 'at most',
})
