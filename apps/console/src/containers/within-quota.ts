import type { Limits } from '@berth/contract'
import type { Lent } from '@berth/lending'
import { escapeLiteral, type Pool, type PoolClient, type QueryResult } from 'pg'

/** One more that is to run: `id` of a container that is there already. */
export interface OneMore {
  readonly account: string
  readonly id?: string
}

/** What an account has, but for one container; whether that one counts already; and its limits. */
export interface Lending {
  readonly lent: Lent
  readonly limits: Limits | null
  readonly counts: boolean
}

/**
 * Runs work that lets one more of an account's containers run, once `judge` has seen what it has. Looking and working
 * are not interleaved with another request of the same account.
 */
export async function withinQuota<T>(
  pool: Pool,
  { account, id }: OneMore,
  judge: (lending: Lending) => void,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  try {
    judge(await look(client, account, id))
    const result = await work(client)
    await client.query('commit')
    client.release()
    return result
  } catch (error) {
    await client.query('rollback').then(
      () => client.release(),
      () => client.release(true),
    )
    throw error
  }
}

/** One trip to the database; the row is read once it is this request's turn. */
async function look(client: PoolClient, account: string, id = ''): Promise<Lending> {
  const [whose, which] = [escapeLiteral(account), escapeLiteral(id)]
  const others = `id::text <> ${which} and wanted = 'running'`
  const sum = (limit: string) => `coalesce(sum((limits->>'${limit}')::float8) filter (where ${others}), 0)`
  const answers = (await client.query(
    `begin; select pg_advisory_xact_lock(hashtext(${escapeLiteral(`quota:${account}`)}));
     select count(*)::int as containers, (count(*) filter (where ${others}))::int as running,
       ${sum('memory')} as memory, ${sum('cpus')} as cpus,
       (array_agg(limits) filter (where id::text = ${which}))[1] as limits,
       coalesce(bool_or(id::text = ${which} and wanted = 'running'), false) as counts
     from containers where account = ${whose}`,
  )) as unknown as QueryResult<Lent & { limits: Limits | null; counts: boolean }>[]
  const { limits = null, counts = false, ...lent } = answers.at(-1)?.rows[0] ?? {}
  return { lent: { containers: 0, running: 0, memory: 0, cpus: 0, ...lent }, limits, counts }
}
