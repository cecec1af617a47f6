import type { Pool } from 'pg'
import { shownColumns, type ShownContainer } from './container-row.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** One container; null if there is none, or if the text is no ID at all. */
export async function findContainer(pool: Pool, id: string): Promise<ShownContainer | null> {
  if (!uuid.test(id)) return null
  const { rows } = await pool.query<ShownContainer>({
    name: 'find-container',
    text: `select ${shownColumns} from containers c where c.id = $1`,
    values: [id],
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
