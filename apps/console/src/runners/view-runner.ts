import { BerthError, toProblem, type ErrorCode, type Language, type Runner } from '@berth/contract'
import type { Settings } from '../settings/settings.ts'
import type { RunnerRow } from './runner-store.ts'

/** An account's runner as its owner sees it; `row` is the present one, or one that is being removed. */
export function viewRunner(
  row: RunnerRow | undefined,
  { gitlabUrls }: Settings['runners'],
  language: Language,
): Runner {
  const reason = row?.reason ?? null
  return {
    state: row === undefined ? 'none' : row.wanted === 'removed' ? 'removing' : row.state,
    available: gitlabUrls.length > 0,
    gitlabUrls: [...gitlabUrls],
    gitlabUrl: row?.gitlabUrl ?? null,
    backend: row?.backend ?? null,
    problem:
      reason === null ? null : toProblem(new BerthError(reason.code as ErrorCode, reason.params), language),
    log: reason?.log ?? [],
    createdAt: row?.createdAt.toISOString() ?? null,
  }
}
