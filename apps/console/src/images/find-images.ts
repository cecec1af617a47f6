import { BerthError } from '@berth/contract'
import { isOwnReference, type LendableImage } from '@berth/lending'
import type { Pool } from 'pg'
import { reachingBackends } from '../registries/installation-registry.ts'
import type { ImageRow } from './image-row.ts'

/** `accounts` is SQL that chooses whose containers are named and not only counted. */
const rowsOf = (accounts: string) => `select i.id, i.reference, i.name, i.owner, i.description, i.shared,
    i.recommended, i.removing, i.size::float8 as size, i.content_id as "contentId", i.pushed,
    i.pushed_id as "pushedId", i.backends,
    i.used_at as "usedAt", i.going_at as "goingAt", i.going_reason as "goingReason", i.created_at as "createdAt", u.uses, u."usedBy"
  from images i cross join lateral (
    select coalesce(sum(n), 0)::int as uses,
      coalesce(jsonb_object_agg(account, named) filter (where named is not null), '{}') as "usedBy"
    from (select c.account, count(*) as n,
            jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name) order by c.name) filter (where ${accounts}) as named
          from containers c where c.image = i.reference group by c.account) g) u`

/** Images that an account may use: its own, others' that are shared, or both. */
export async function listImages(
  pool: Pool,
  account: string,
  scope: 'mine' | 'shared' | undefined,
): Promise<ImageRow[]> {
  const where =
    scope === 'mine'
      ? 'i.owner = $1'
      : scope === 'shared'
        ? 'i.shared and not i.removing and i.owner <> $1'
        : '(i.owner = $1 or i.shared and not i.removing)'
  const text = `${rowsOf('c.account = $1')} where ${where} order by i.owner = $1 desc, i.reference`
  return (await pool.query<ImageRow>(text, [account])).rows
}

/** With everybody's uses by account: for telling each reader their own. */
export async function findImagesById(pool: Pool, ids: readonly string[]): Promise<ImageRow[]> {
  const text = `${rowsOf('true')} where i.id = any($1::uuid[])`
  return (await pool.query<ImageRow>(text, [ids])).rows
}

/** Those of an account's images that `name:tag` may stand for, its own and shared ones of any owner. */
export async function findLendableImages(
  pool: Pool,
  account: string,
  name: string,
): Promise<LendableImage[]> {
  const { rows } = await pool.query<LendableImage>({
    name: 'lendable-images',
    text: `select i.reference, i.owner, i.shared, ${reachingBackends('i')} as backends, i.shared and a.role <> 'student' as offered
      from images i join accounts a on a.name = i.owner
      where (i.owner = $1 or i.shared) and i.name = $2 and not i.removing order by i.created_at`,
    values: [account, name],
  })
  return rows
}

/** Where an image of Berth's own is to be had. */
export interface ImagePlaces {
  /** The backends that have its present content, or can get it. */
  readonly imageBackends: readonly string[]
  /** Those of them that have it. */
  readonly lyingAt: readonly string[]
  readonly contentId: string | null
}

/**
 * Where an image of Berth's own is; null for any other, which each backend may pull. Judged anew each time:
 * `image-access-denied` where the account may no longer use it (docs/decisions/0004).
 */
export async function backendsOfImage(
  pool: Pool,
  reference: string,
  account: string,
): Promise<ImagePlaces | null> {
  if (!isOwnReference(reference)) return null
  const { rows } = await pool.query<ImagePlaces>(
    `select ${reachingBackends('i')} as "imageBackends", i.backends as "lyingAt", i.content_id as "contentId"
     from images i
     where reference = $1 and (owner = $2 or shared) and not removing`,
    [reference, account],
  )
  if (rows[0] === undefined) throw new BerthError('image-access-denied', { image: reference })
  return rows[0]
}
