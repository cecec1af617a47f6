import { isIPv6 } from 'node:net'
import { BerthError } from '@berth/contract'
import { and, eq, gt, inArray, lt, sql } from 'drizzle-orm'
import type { Database } from '../database/connect.ts'
import { loginFailures } from '../database/schema.ts'

/**
 * How failures slow down further attempts. An account from one address: five attempts are free, then 2, 4, 8 …
 * seconds up to 15 minutes. An account from anywhere: 50 are free, then up to a minute, so that nobody can
 * lock somebody else out for long. An address alone is never refused: a whole class sits behind one. But
 * where it has failed 100 times, each account has a single free attempt there, which makes trying one
 * password on many accounts as slow as many passwords on one. Names of nobody known here take an address's own turns:
 * a whole class that comes for the first time is free, after that one attempt in 2 seconds, so that inventing names
 * does not keep everybody's queue for checking passwords filled.
 */
const pair = { free: 5, freeWhereHot: 1, longest: 900 }
const anywhere = { free: 50, longest: 60 }
const hot = 100
const strangers = { free: 1_000, longest: 2 }
/** Minutes without failures after which all is forgotten; longer than the longest wait. */
const memory = sql`interval '30 minutes'`

export interface Attempt {
  /** The password was right. */
  succeeded(): Promise<void>
  /** It was wrong. */
  failed(): Promise<void>
  /** It was never checked (the directory is away): does not count. */
  withdrawn(): Promise<void>
}

/** Counts an attempt before it is made, so that many at once cannot slip through; throws `too-many-attempts`. `known`: the account is there. */
export async function beginAttempt(
  database: Database,
  {
    account,
    known,
    address,
  }: { readonly account: string; readonly known: boolean; readonly address: string },
): Promise<Attempt> {
  const place = networkOf(address)
  const [here, everywhere] = [`pair:${account}|${place}`, `account:${account}`]
  const [from, stranger] = [`address:${place}`, `strangers:${place}`]
  const free = (await countOf(database, from)) >= hot ? pair.freeWhereHot : pair.free
  const bounds: [subject: string, free: number, longest: number][] = [
    [here, free, pair.longest],
    [everywhere, anywhere.free, anywhere.longest],
  ]
  if (!known) bounds.unshift([stranger, strangers.free, strangers.longest])
  const taken: string[] = []
  for (const [subject, ...bound] of bounds) {
    try {
      await reserve(database, subject, ...bound)
    } catch (error) {
      await giveBack(database, taken)
      throw error
    }
    taken.push(subject)
  }
  return {
    succeeded: async () => {
      await database.delete(loginFailures).where(inArray(loginFailures.subject, [here, everywhere]))
      if (!known) await giveBack(database, [stranger])
    },
    failed: () => add(database, from),
    withdrawn: () => giveBack(database, taken),
  }
}

/** The seconds to wait after so many attempts; in SQL, so that counting and deciding are one step. */
const waitAfter = (free: number, longest: number) =>
  sql`make_interval(secs => case when ${loginFailures.count} < ${free}::int then 0
    else least(power(2, least(${loginFailures.count} - ${free}::int + 1, 20)), ${longest}::int) end)`

async function reserve(database: Database, subject: string, free: number, longest: number): Promise<void> {
  const forgotten = sql`${loginFailures.since} < now() - ${memory}`
  const due = sql`${loginFailures.since} + ${waitAfter(free, longest)}`
  const [taken] = await database
    .insert(loginFailures)
    .values({ subject })
    .onConflictDoUpdate({
      target: loginFailures.subject,
      set: {
        count: sql`case when ${forgotten} then 1 else ${loginFailures.count} + 1 end`,
        since: sql`now()`,
      },
      setWhere: sql`now() >= ${due}`,
    })
    .returning({ count: loginFailures.count })
  if (taken !== undefined) return
  const [row] = await database
    .select({ seconds: sql<number>`ceil(extract(epoch from ${due} - now()))::int` })
    .from(loginFailures)
    .where(eq(loginFailures.subject, subject))
  throw new BerthError('too-many-attempts', { seconds: Math.max(1, row?.seconds ?? 1) })
}

async function countOf(database: Database, subject: string): Promise<number> {
  const [row] = await database
    .select({ count: loginFailures.count })
    .from(loginFailures)
    .where(and(eq(loginFailures.subject, subject), gt(loginFailures.since, sql`now() - ${memory}`)))
  return row?.count ?? 0
}

async function add(database: Database, subject: string): Promise<void> {
  await database
    .insert(loginFailures)
    .values({ subject })
    .onConflictDoUpdate({
      target: loginFailures.subject,
      set: {
        count: sql`case when ${loginFailures.since} < now() - ${memory} then 1 else ${loginFailures.count} + 1 end`,
        since: sql`now()`,
      },
    })
}

async function giveBack(database: Database, subjects: string[]): Promise<void> {
  if (subjects.length === 0) return
  await database
    .update(loginFailures)
    .set({ count: sql`greatest(${loginFailures.count} - 1, 0)` })
    .where(inArray(loginFailures.subject, subjects))
}

/** Deletes what no longer matters. */
export async function forgetFailures(database: Database): Promise<void> {
  await database.delete(loginFailures).where(lt(loginFailures.since, sql`now() - ${memory}`))
}

/** The address, or of an IPv6 address its network (/64): one machine has 2^64 of those. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  if (!isIPv6(plain)) return plain
  const [head = '', tail = ''] = plain.split('%')[0]?.split('::') ?? []
  const front = head === '' ? [] : head.split(':')
  const back = tail === '' ? [] : tail.split(':')
  const zeros = plain.includes('::')
    ? new Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0')
    : []
  return `${[...front, ...zeros, ...back].slice(0, 4).join(':')}::/64`
}
