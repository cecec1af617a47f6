import type { ErrorCode } from '@berth/contract'
import type { Caller } from '../accounts/caller.ts'

/** What the audit log is told of a request beside its route. */
interface AuditTarget {
  readonly target?: string
  readonly owner?: string
  /** Who acts, where nobody is logged in yet. */
  readonly account?: string
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null
    /** The code of the error that was answered. */
    outcome: ErrorCode | null
    audited: AuditTarget
    /** Says which resource a request is about, and whose it is, as soon as that is known; may be called again. */
    auditTarget(target: AuditTarget): void
  }
}
