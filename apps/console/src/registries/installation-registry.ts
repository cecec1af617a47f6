import type { RegistryLogin } from '@berth/contract'
import { berthRegistry, placeOf } from '@berth/lending'
import type { Pool } from 'pg'
import type { Settings } from '../settings/settings.ts'

export type InstallationRegistry = NonNullable<Settings['registry']>

/** With what agents push and pull there; for those that keep logins, for its folder alone. */
export const loginOf = ({ folder, user, password }: InstallationRegistry): RegistryLogin => ({
  registry: placeOf(folder).registry,
  user,
  password,
})

/** What an image of Berth's own is called there. */
export const nameInRegistry = ({ folder }: InstallationRegistry, reference: string): string =>
  `${folder}${reference.slice(berthRegistry.length)}`

/** An image of Berth's own as it lies in the installation's registry; undefined where that is not its present content. */
export interface StoredImage {
  readonly id: string
  readonly from: string
}

export async function findStored(pool: Pool, reference: string): Promise<StoredImage | undefined> {
  const { rows } = await pool.query<StoredImage>({
    name: 'stored-image',
    text: 'select pushed_id as id, pushed as "from" from images where reference = $1 and pushed_id = content_id',
    values: [reference],
  })
  return rows[0]
}

/** At the start: what was put into another registry than the one of the settings is not there. */
export async function forgetOtherRegistries(pool: Pool, registry: Settings['registry']): Promise<void> {
  await pool.query(
    `update images set pushed = null, pushed_id = null
     where pushed is not null and ($1::text is null or not starts_with(pushed, $1 || '/'))`,
    [registry?.folder ?? null],
  )
}

/** SQL: the backends that can make a container of the image `row`: those that have it and, if it is stored, those that get it. */
export const reachingBackends = (row: string): string => `
  case when ${row}.pushed_id = ${row}.content_id then
    array(select unnest(${row}.backends) union
      select b.name from backends b where (b.info->'capabilities'->>'registry')::boolean)
  else ${row}.backends end`
