import { setTimeout as sleep } from 'node:timers/promises'
import type { BuildLog } from '@berth/contract'
import type { Pool } from 'pg'
import type { Notifications } from '../database/notify.ts'

const channel = 'berth_build_logs'

/** Characters of a log that are kept: its last ones. */
const mostKept = 8_388_608
/** Characters that wait for the database at most. */
const mostWaiting = 1_048_576
/** Milliseconds. */
const pause = 250

/** Where a build's log goes. */
export interface BuildLogSink {
  write(text: string): void
  /** Done when all is stored, or `stop` was aborted. */
  end(): Promise<void>
}

/** Stores what is written, a few times a second; while the database is away it waits, and what is too much is left out. */
export function createBuildLog(pool: Pool, id: string, stop: AbortSignal): BuildLogSink {
  const log = { at: 0, waiting: '' }
  const flush = async (): Promise<void> => {
    while (log.waiting !== '' && !stop.aborted) {
      await sleep(pause)
      const text = log.waiting
      const stored = await store(pool, id, log.at, text).then(
        () => true,
        () => false,
      )
      if (!stored) continue
      log.waiting = log.waiting.slice(text.length)
      log.at += text.length
    }
  }
  let flushing: Promise<void> | undefined
  const begin = (): Promise<void> => (flushing ??= flush().finally(() => (flushing = undefined)))
  return {
    write: (text) => {
      const more = text.slice(0, mostWaiting - log.waiting.length)
      // PostgreSQL's text holds no NUL.
      log.waiting += more.replaceAll('\0', '\u{FFFD}').toWellFormed()
      void begin()
    },
    end: begin,
  }
}

async function store(pool: Pool, id: string, at: number, text: string): Promise<void> {
  await pool.query(
    `with added as (
       insert into build_logs (build, at, text) select id, $2, $3 from builds where id = $1
       on conflict (build, at) do update set text = excluded.text returning build),
     dropped as (delete from build_logs where build = $1 and at < $2 - ${mostKept})
     select pg_notify('${channel}', build::text) from added`,
    [id, at, text],
  )
}

/** Tells who follows a build's log to look again: it ends when the build has. */
export async function tellLog(pool: Pool, id: string): Promise<void> {
  await pool.query('select pg_notify($1, $2)', [channel, id])
}

/** A build's log from a place on; following, up to the build's end. */
export async function* readBuildLog(
  { pool, notify }: { readonly pool: Pool; readonly notify: Notifications },
  id: string,
  options: { readonly since: number; readonly follow: boolean; readonly signal: AbortSignal },
): AsyncGenerator<BuildLog> {
  const news = { come: Promise.withResolvers<undefined>() }
  const wake = (): void => news.come.resolve(undefined)
  const unlisten = notify.listen(channel, (payload) => payload === id && wake(), wake)
  options.signal.addEventListener('abort', wake, { once: true })
  try {
    for (let since = options.since; !options.signal.aborted;) {
      news.come = Promise.withResolvers()
      // Before the pieces: what is stored after its end is read in the next round.
      const over = await hasEnded(pool, id)
      for await (const piece of piecesFrom(pool, id, since)) {
        yield piece
        since = piece.at + piece.text.length
      }
      if (over || !options.follow) return
      await news.come.promise
    }
  } finally {
    unlisten()
    options.signal.removeEventListener('abort', wake)
  }
}

async function hasEnded(pool: Pool, id: string): Promise<boolean> {
  const { rowCount } = await pool.query('select from builds where id = $1 and ended_at is null', [id])
  return rowCount === 0
}

async function* piecesFrom(pool: Pool, id: string, since: number): AsyncGenerator<BuildLog> {
  // The piece that `since` lies in, and all after it.
  const text = `select at, text from build_logs where build = $1 and at >= (
      select coalesce(max(at), 0) from build_logs where build = $1 and at <= $2)
    order by at limit 20`
  for (let from = since; ;) {
    const { rows } = await pool.query<BuildLog>(text, [id, from])
    const unread = rows.filter((row) => row.at + row.text.length > from)
    if (unread.length === 0) return
    for (const row of unread) {
      const skipped = Math.max(0, from - row.at)
      yield { at: row.at + skipped, text: row.text.slice(skipped) }
      from = row.at + row.text.length
    }
  }
}
