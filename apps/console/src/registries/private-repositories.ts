import { isOwnReference, placeOf } from '@berth/lending'
import type { Pool } from 'pg'

/** Notes that a repository is about to be pulled with a login: before anything of it can lie on a backend. */
export async function notePrivate(durable: Pool, image: string, atStart: boolean): Promise<void> {
  await durable.query(
    'insert into private_repositories (repository, at_start) values ($1, $2) on conflict do nothing',
    [placeOf(image).repository, atStart],
  )
}

/**
 * Whether the right to an image must be shown at its registry before what lies on a backend is used. `atStart`: for a
 * backend that pulls as containers start.
 */
export async function mustProve(pool: Pool, image: string, atStart: boolean): Promise<boolean> {
  if (isOwnReference(image)) return false
  const { rowCount } = await pool.query({
    name: 'must-prove',
    text: 'select from private_repositories where repository = $1 and (not at_start or $2)',
    values: [placeOf(image).repository, atStart],
  })
  return rowCount !== 0
}

/** Of references that lie on a backend, those that anybody may use as they lie. */
export async function publicOnes(pool: Pool, references: readonly string[]): Promise<string[]> {
  const { rows } = await pool.query<{ repository: string }>(
    'select repository from private_repositories where repository = any($1) and not at_start',
    [references.map((reference) => placeOf(reference).repository)],
  )
  const closed = new Set(rows.map(({ repository }) => repository))
  return references.filter((reference) => !closed.has(placeOf(reference).repository))
}
