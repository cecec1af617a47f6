import { BerthError, toProblem, type ErrorCode, type ImageBuild, type Language } from '@berth/contract'
import type { builds } from '../database/schema.ts'

export type BuildRow = typeof builds.$inferSelect

/** Columns of a `BuildRow`, of the table with this alias. */
export const buildColumns = (alias: string): string =>
  `${alias}.id, ${alias}.account, ${alias}.reference, ${alias}.backend, ${alias}.state, ${alias}.reason,
   ${alias}.replica, ${alias}.created_at as "createdAt", ${alias}.ended_at as "endedAt"`

/** As its owner sees it. */
export function viewBuild(row: BuildRow, language: Language): ImageBuild {
  const { reason } = row
  return {
    id: row.id,
    name: row.reference.split('/').slice(2).join('/'),
    reference: row.reference,
    backend: row.backend,
    state: row.state,
    problem:
      reason === null ? null : toProblem(new BerthError(reason.code as ErrorCode, reason.params), language),
    createdAt: row.createdAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  }
}
