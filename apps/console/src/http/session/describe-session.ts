import type { Session } from '@berth/contract'
import type { Caller } from '../../accounts/caller.ts'
import { quotaOf } from '../../containers/quota-of.ts'
import type { Context } from '../../context.ts'
import { readInstallation } from '../../installation.ts'
import { version } from '../../version.ts'

/** Who is logged in and what applies to them; warnings and the installation's name for administrators alone. */
export async function describeSession(context: Context, caller: Caller): Promise<Session> {
  const { pool, settings, warnings } = context
  const quota = quotaOf(settings, caller.role)
  const administrator = caller.role === 'administrator'
  const instance = administrator ? await readInstallation(pool) : undefined
  return {
    account: caller.account,
    displayName: caller.displayName,
    role: caller.role,
    source: caller.source,
    expiresAt: caller.by.kind === 'session' ? caller.by.expiresAt.toISOString() : null,
    version,
    ...(instance === undefined ? {} : { instance }),
    warnings: administrator ? (await warnings.read()).flat() : [],
    defaults: {
      limits: settings.limits.defaults,
      maximum: settings.limits.maximum,
      containers: quota?.containers ?? null,
      running: quota?.running ?? null,
      memory: quota?.memory ?? null,
      cpus: quota?.cpus ?? null,
    },
  }
}
