import type { Pool } from 'pg'
import { shownColumns, type ShownContainer } from './container-row.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** One container, by its ID or, for an account's own, by its name; null if there is none. */
export async function findContainer(
  pool: Pool,
  key: string,
  account: string | null,
): Promise<ShownContainer | null> {
  const byId = uuid.test(key)
  if (!byId && account === null) return null
  const { rows } = await pool.query<ShownContainer>({
    name: byId ? 'find-container' : 'find-container-by-name',
    text: `select ${shownColumns} from containers c where ${byId ? 'c.id = $1' : 'c.account = $2 and c.name = $1'}`,
    values: byId ? [key] : [key, account],
  })
  return rows[0] ?? null
}

export async function findContainersById(pool: Pool, ids: readonly string[]): Promise<ShownContainer[]> {
  const { rows } = await pool.query<ShownContainer>({
    name: 'find-containers',
    text: `select ${shownColumns} from containers c where c.id = any($1::uuid[])`,
    values: [ids],
  })
  return rows
}

export interface ListFilter {
  readonly account: string | undefined
  readonly state: string | undefined
  readonly search: string | undefined
  /** One more than asked for tells whether there is a next page. */
  readonly limit: number
  readonly after: { readonly createdAt: string; readonly id: string } | undefined
}

/** A page of containers, newest first, in the very order of an index (`nulls last` is Drizzle's). */
export async function listContainers(pool: Pool, filter: ListFilter): Promise<ShownContainer[]> {
  const values: unknown[] = []
  const bind = (value: unknown) => `$${values.push(value)}`
  const where: string[] = []
  if (filter.account !== undefined) where.push(`c.account = ${bind(filter.account)}`)
  if (filter.state !== undefined) where.push(`c.state = ${bind(filter.state)}`)
  if (filter.search !== undefined) {
    const text = bind(`%${filter.search.replaceAll(/[\\%_]/g, '\\$&')}%`)
    where.push(`(c.name ilike ${text} or c.account ilike ${text} or c.image ilike ${text})`)
  }
  if (filter.after !== undefined) {
    const [time, id] = [bind(filter.after.createdAt), bind(filter.after.id)]
    where.push(
      `c.created_at <= ${time}::timestamptz and (c.created_at < ${time}::timestamptz or c.id > ${id}::uuid)`,
    )
  }
  const { rows } = await pool.query<ShownContainer>({
    text: `select ${shownColumns} from containers c
      ${where.length > 0 ? `where ${where.join(' and ')}` : ''}
      order by c.created_at desc nulls last, c.id limit ${bind(filter.limit)}`,
    values,
  })
  return rows
}
