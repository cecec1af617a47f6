import type { Pool } from 'pg'
import type { BuildRow } from '../builds/build-row.ts'
import { findBuilds } from '../builds/build-store.ts'
import { findContainersById } from '../containers/find-containers.ts'
import type { ShownContainer } from '../containers/container-row.ts'
import { findImagesById } from '../images/find-images.ts'
import type { ImageRow } from '../images/image-row.ts'
import type { Change } from './change.ts'

/** One open event stream, as what changed is handed to it: rows, to be told in its reader's words. */
export interface Subscriber {
  readonly account: string
  /** Sees everybody's containers. */
  readonly all: boolean
  readonly administrator: boolean
  resync(): void
  container(row: ShownContainer): void
  containerRemoved(id: string): void
  image(row: ImageRow): void
  imageRemoved(id: string): void
  build(row: BuildRow): void
  buildRemoved(id: string): void
  backend(name: string): void
  runner(): void
  session(): void
}

/** Fetches what changes are about, once for all who may see it, and hands it to them. */
export async function deliver(
  pool: Pool,
  changes: readonly Change[],
  subscribers: readonly Subscriber[],
): Promise<void> {
  const sees = (account: string) => subscribers.filter((each) => each.all || each.account === account)
  const wanted = new Set<string>()
  const removed = new Map<string, string>()
  for (const change of changes) {
    if (change.type === 'container' && sees(change.account).length > 0) wanted.add(change.id)
    if (change.type === 'container-removed') removed.set(change.id, change.account)
  }
  for (const pull of unique(changes.filter((change) => change.type === 'pull')))
    for (const id of await waitingFor(pool, pull)) wanted.add(id)
  for (const id of removed.keys()) wanted.delete(id)
  const rows = wanted.size === 0 ? [] : await findContainersById(pool, [...wanted])
  for (const row of rows) for (const each of sees(row.account)) each.container(row)
  for (const [id, account] of removed) for (const each of sees(account)) each.containerRemoved(id)
  await deliverImages(pool, changes, subscribers)
  await deliverBuilds(pool, changes, subscribers)
  deliverBackends(changes, subscribers)
  const runners = new Set(changes.flatMap((change) => (change.type === 'runner' ? [change.account] : [])))
  for (const each of subscribers) if (runners.has(each.account)) each.runner()
}

async function waitingFor(
  pool: Pool,
  { backend, image }: { backend: string; image: string },
): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select id from containers where state = 'pulling' and backend = $1 and image = $2`,
    [backend, image],
  )
  return rows.map((row) => row.id)
}

async function deliverImages(
  pool: Pool,
  changes: readonly Change[],
  subscribers: readonly Subscriber[],
): Promise<void> {
  const ids = new Set(changes.flatMap((change) => (change.type === 'image' ? [change.id] : [])))
  if (ids.size === 0) return
  const rows = new Map((await findImagesById(pool, [...ids])).map((row) => [row.id, row]))
  for (const id of ids) {
    const row = rows.get(id)
    for (const each of subscribers) {
      if (row !== undefined && ((row.shared && !row.removing) || row.owner === each.account)) each.image(row)
      else each.imageRemoved(id)
    }
  }
}

async function deliverBuilds(
  pool: Pool,
  changes: readonly Change[],
  subscribers: readonly Subscriber[],
): Promise<void> {
  const seen = new Map<string, Subscriber[]>()
  for (const change of changes)
    if (change.type === 'build')
      seen.set(
        change.id,
        subscribers.filter(({ account }) => account === change.account),
      )
  const ids = [...seen].filter(([, readers]) => readers.length > 0).map(([id]) => id)
  if (ids.length === 0) return
  const rows = new Map((await findBuilds(pool, ids)).map((row) => [row.id, row]))
  for (const id of ids) {
    const row = rows.get(id)
    for (const each of seen.get(id) ?? []) {
      if (row === undefined) each.buildRemoved(id)
      else each.build(row)
    }
  }
}

/** How a backend is shows in administrators' warnings too. */
function deliverBackends(changes: readonly Change[], subscribers: readonly Subscriber[]): void {
  const names = new Set(changes.flatMap((change) => (change.type === 'backend' ? [change.name] : [])))
  const accounts = new Set(changes.flatMap((change) => (change.type === 'session' ? [change.account] : [])))
  for (const each of subscribers) {
    for (const name of names) each.backend(name)
    if (accounts.has(each.account) || (names.size > 0 && each.administrator)) each.session()
  }
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()]
}
