import type { ErrorCode } from '@berth/contract'

/** How often an attempt that ended with a code is repeated; absent: it would end the same way again. */
const attempts: Partial<Record<ErrorCode, number>> = {
  'backend-unreachable': Infinity,
  'runtime-unavailable': Infinity,
  'backend-not-hardened': Infinity,
  'no-room': Infinity,
  'gpus-taken': Infinity,
  'database-unavailable': Infinity,
  'registry-unreachable': 6,
  'deadline-exceeded': 4,
  'pull-failed': 3,
  // A daemon that is just ending, for which it takes up to 15 s, answers so too.
  'start-failed': 5,
  'runtime-error': 5,
  internal: 3,
}

/**
 * Milliseconds until the next attempt after `attempt` (1 is the first) ended with a code: 0.5 s, doubled each
 * time up to 60 s; null if it is not tried again. A removal is always tried again: what was lent must come back.
 */
export function retryDelay(code: ErrorCode, attempt: number, removing = false): number | null {
  const most = removing ? Infinity : (attempts[code] ?? 0)
  return attempt <= most ? Math.min(60_000, 500 * 2 ** Math.min(attempt - 1, 20)) : null
}
