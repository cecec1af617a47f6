import { sql } from 'drizzle-orm'
import type { Logger } from 'pino'
import { createDirectory } from './accounts/ldap/directory.ts'
import { createOpenStreams } from './accounts/open-streams.ts'
import { createAuditLog } from './audit/audit-log.ts'
import type { Context, Contributions, ReadinessCheck, Warning } from './context.ts'
import { connect } from './database/connect.ts'
import { createNotifications } from './database/notify.ts'
import { createMetrics } from './metrics/create-metrics.ts'
import { loadKeys } from './secrets/load-keys.ts'
import { createSecrets } from './secrets/secrets.ts'
import { isTransportSafe } from './settings/transport.ts'
import type { Settings } from './settings/settings.ts'

/**
 * Makes what every part is given. The schema must be up to date (`migrate`).
 * @param databaseUrl the setting's, or that of the private PostgreSQL.
 */
export function createContext(settings: Settings, databaseUrl: string, log: Logger): Context {
  const { pool, database } = connect(databaseUrl, log)
  const notify = createNotifications(databaseUrl, log)
  const readiness = contributions<ReadinessCheck>()
  readiness.add(async () => {
    try {
      await database.execute(sql`select 1`)
      return { name: 'database', ready: true }
    } catch {
      return { name: 'database', ready: false, detail: 'does not answer' }
    }
  })
  const warnings = contributions<readonly Warning[]>()
  warnings.add(() => (isTransportSafe(settings) ? [] : [{ code: 'insecure-transport' }]))
  return {
    settings,
    database,
    pool,
    notify,
    log,
    readiness,
    secrets: createSecrets(loadKeys(settings.key, settings.data)),
    audit: createAuditLog(database, log),
    streams: createOpenStreams(notify),
    directory: settings.ldap === null ? null : createDirectory(settings.ldap, log),
    warnings,
    metrics: createMetrics(pool, database, log),
  }
}

/** Ends everything in an order that loses no audit entry. Call it after the HTTP server and the jobs have ended. */
export async function closeContext(context: Context): Promise<void> {
  await context.audit.close()
  await context.notify.close()
  await context.pool.end()
}

function contributions<T>(): Contributions<T> {
  const sources: (() => T | Promise<T>)[] = []
  return {
    add: (source) => void sources.push(source),
    read: () => Promise.all(sources.map(async (source) => source())),
  }
}
