import { BerthError, type RegistryLogin } from '@berth/contract'
import { berthRegistry, placeOf } from '@berth/lending'
import type { Pool } from 'pg'
import type { Settings } from '../settings/settings.ts'

export type InstallationRegistry = NonNullable<Settings['registry']>

/** With what agents push and pull there. */
export const loginOf = ({ folder, user, password }: InstallationRegistry): RegistryLogin => ({
  registry: placeOf(folder).registry,
  user,
  password,
})

/**
 * The same for agents that keep logins, for its folder alone. The slash: the kubelet compares beginnings, and `lent`
 * would be that of `lentil` too (kubernetes/pkg/credentialprovider, urlsMatch).
 */
export const keptLoginOf = ({ folder, user, password }: InstallationRegistry): RegistryLogin => ({
  registry: `${folder}/`,
  user,
  password,
})

/**
 * Images of Berth's own are asked for by Berth's name for them, which is judged: by the registry's name they would be
 * pulled with Berth's login. Throws `invalid-input` (`image-access-denied`).
 */
export function refuseStoredName(registry: InstallationRegistry | null, reference: string): void {
  if (registry === null || !reference.startsWith(`${registry.folder}/`)) return
  const params = { image: reference.slice(0, 200) }
  throw new BerthError(
    'invalid-input',
    {},
    { fields: [{ path: 'image', code: 'image-access-denied', params }] },
  )
}

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
