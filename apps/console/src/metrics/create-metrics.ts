import { sql } from 'drizzle-orm'
import type { Pool } from 'pg'
import type { Logger } from 'pino'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { containerStates } from '@berth/contract'
import type { Queryable } from '../database/connect.ts'

/** What `/metrics` tells of this process, its database pool, and of all containers (one query a reading). */
export function createMetrics(pool: Pool, database: Queryable, log: Logger): Registry {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  new Gauge({
    name: 'berth_database_connections',
    help: 'Connections of this process to PostgreSQL, and requests that wait for one',
    labelNames: ['state'],
    registers,
    collect() {
      this.set({ state: 'open' }, pool.totalCount)
      this.set({ state: 'idle' }, pool.idleCount)
      this.set({ state: 'waiting' }, pool.waitingCount)
    },
  })
  new Gauge({
    name: 'berth_containers',
    help: 'Containers of all accounts by state',
    labelNames: ['state'],
    registers,
    async collect() {
      const found = await count(
        database,
        `select state as key, count(*)::int from containers group by 1`,
        log,
      )
      if (found === null) {
        this.reset()
        return
      }
      for (const state of containerStates) this.set({ state }, found.get(state) ?? 0)
    },
  })
  new Gauge({
    name: 'berth_jobs',
    help: 'Jobs of all replicas by task and state',
    labelNames: ['task', 'state'],
    registers,
    async collect() {
      this.reset()
      const found = await count(database, jobsByState, log)
      for (const [key, value] of found ?? []) {
        const [task = '', state = ''] = key.split(' ')
        this.set({ task, state }, value)
      }
    },
  })
  return registry
}

const jobsByState = `
  select task_identifier || ' ' || case when locked_at is not null then 'running'
      when attempts >= max_attempts then 'failed' when run_at > now() then 'later' else 'waiting' end as key,
    count(*)::int
  from graphile_worker.jobs group by 1`

/** Null while the database is away: a metric that is not known is left out, not made up. */
async function count(database: Queryable, query: string, log: Logger): Promise<Map<string, number> | null> {
  try {
    const { rows } = await database.execute<{ key: string; count: number }>(sql.raw(query))
    return new Map(rows.map(({ key, count: value }) => [key, value]))
  } catch (error) {
    log.warn({ error: error instanceof Error ? error.message : error }, 'containers could not be counted')
    return null
  }
}
