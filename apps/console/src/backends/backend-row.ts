import type { AgentInfo } from '@berth/contract'
import type { Pool } from 'pg'
import type { backends } from '../database/schema.ts'
import { changesChannel } from '../events/change.ts'

export type BackendRow = typeof backends.$inferSelect

/** What a backend's token is sealed for. */
export const tokenPurpose = (name: string): string => `backend-token:${name}`

const columns = `name, url, token, ca, managed, lending, allow_unhardened as "allowUnhardened",
  allow_unmapped as "allowUnmapped", info, reachable,
  error, last_seen_at as "lastSeenAt", events_since as "eventsSince",
  unknown_containers as "unknownContainers", created_at as "createdAt"`

const tellBackend = (name: string): string =>
  `pg_notify('${changesChannel}', json_build_object('type', 'backend', 'name', ${name})::text)`

export async function listBackendRows(pool: Pool): Promise<BackendRow[]> {
  const { rows } = await pool.query<BackendRow>(`select ${columns} from backends order by name`)
  return rows
}

export interface BackendConfig {
  readonly name: string
  readonly url: string
  /** Sealed. */
  readonly token: Buffer
  readonly ca: string | null
  readonly allowUnhardened: boolean
}

/** A backend of the settings. */
export interface SettingsBackend extends Omit<BackendConfig, 'allowUnhardened'> {
  /** Null: what an administrator chose on the page, and at first without user-namespace remapping alone. */
  readonly allowUnhardened: boolean | null
}

/** Stores a backend made on the page; false if its name is in use. */
export async function insertBackend(pool: Pool, backend: BackendConfig): Promise<boolean> {
  const { rowCount } = await pool.query(
    `with added as (insert into backends (name, url, token, ca, managed, allow_unhardened)
       values ($1, $2, $3, $4, 'page', $5) on conflict do nothing returning name)
     select ${tellBackend('name')} from added`,
    [backend.name, backend.url, backend.token, backend.ca, backend.allowUnhardened],
  )
  return rowCount === 1
}

/** Makes the backends of the settings what the settings say; those that left them lend no more, or go if unused. */
export async function storeSettingsBackends(pool: Pool, configs: readonly SettingsBackend[]): Promise<void> {
  for (const config of configs)
    await pool.query(
      `with stored as (insert into backends (name, url, token, ca, managed, allow_unhardened, allow_unmapped)
         values ($1, $2, $3, $4, 'settings', coalesce($5::boolean, false), $5::boolean is null)
         on conflict (name) do update set url = $2, token = $3, ca = $4, managed = 'settings',
           allow_unhardened = coalesce($5::boolean, backends.allow_unhardened),
           lending = case when backends.error = 'removed-from-settings' then true else backends.lending end,
           error = nullif(backends.error, 'removed-from-settings')
         returning name)
       select ${tellBackend('name')} from stored`,
      [config.name, config.url, config.token, config.ca, config.allowUnhardened],
    )
  const names = configs.map((config) => config.name)
  await pool.query(
    `delete from backends b where managed = 'settings' and name <> all($1)
       and not exists (select from containers c where c.backend = b.name)`,
    [names],
  )
  await pool.query(
    `update backends set lending = false, reachable = false, error = 'removed-from-settings'
     where managed = 'settings' and name <> all($1)`,
    [names],
  )
}

export interface BackendChange {
  readonly lending?: boolean | undefined
  readonly allowUnhardened?: boolean | undefined
  readonly url?: string | undefined
  readonly token?: Buffer | undefined
  readonly ca?: string | undefined
}

/** Changes what an administrator may change; false if there is no such backend. */
export async function updateBackendRow(pool: Pool, name: string, change: BackendChange): Promise<boolean> {
  const { rowCount } = await pool.query(
    `with changed as (update backends set lending = coalesce($2, lending), url = coalesce($4, url),
         allow_unhardened = coalesce($3::boolean, allow_unhardened), allow_unmapped = allow_unmapped and $3::boolean is distinct from false,
         token = coalesce($5, token), ca = coalesce($6, ca)
       where name = $1 returning name)
     select ${tellBackend('name')} from changed`,
    [
      name,
      change.lending ?? null,
      change.allowUnhardened ?? null,
      change.url ?? null,
      change.token ?? null,
      change.ca ?? null,
    ],
  )
  return rowCount === 1
}

/** Deletes a backend. Answers whether it is gone; false while containers are on it. */
export async function deleteBackendRow(pool: Pool, name: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `with gone as (delete from backends b where name = $1
       and not exists (select from containers c where c.backend = b.name) returning name)
     select ${tellBackend('name')} from gone`,
    [name],
  )
  return rowCount === 1
}

export interface BackendStatus {
  readonly reachable: boolean
  readonly error: string | null
  readonly info?: AgentInfo
  readonly eventsSince?: string
}

/** Records how many containers on a backend nobody knows; told if it changed. */
export async function recordUnknown(pool: Pool, name: string, count: number): Promise<void> {
  await pool.query(
    `with changed as (update backends set unknown_containers = $2
       where name = $1 and unknown_containers <> $2 returning name)
     select ${tellBackend('name')} from changed`,
    [name, count],
  )
}

/**
 * Records how a backend is. An agent whose runtime is away cannot say what that has and is able to: what was last known
 * stays. Others are told only if `tell`: the clock of a live stream is nobody's news.
 */
export async function recordStatus(
  pool: Pool,
  name: string,
  status: BackendStatus,
  tell: boolean,
): Promise<void> {
  await pool.query(
    `with changed as (update backends set reachable = $2, error = $3,
         info = case when ($4::jsonb->>'runtimeReachable')::boolean is false and info is not null
           then info || '{"runtimeReachable":false}' else coalesce($4, info) end,
         events_since = coalesce($5, events_since),
         last_seen_at = case when $2 and coalesce($4::jsonb, info)->>'runtimeReachable' = 'true' then now()
           else last_seen_at end
       where name = $1 returning name)
     select ${tellBackend('name')} from changed where $6`,
    [
      name,
      status.reachable,
      status.error,
      status.info === undefined ? null : JSON.stringify(status.info),
      status.eventsSince ?? null,
      tell,
    ],
  )
}
