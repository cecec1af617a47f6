/** What one replica tells the others, through PostgreSQL: that something changed, never what it is now. */
export type Change =
  | { readonly type: 'container'; readonly id: string; readonly account: string }
  | { readonly type: 'container-removed'; readonly id: string; readonly account: string }
  | { readonly type: 'pull'; readonly backend: string; readonly image: string }
  | { readonly type: 'image'; readonly id: string }
  | { readonly type: 'build'; readonly id: string; readonly account: string }
  | { readonly type: 'backend'; readonly name: string }
  | { readonly type: 'runner'; readonly account: string }
  | { readonly type: 'session'; readonly account: string }

export const changesChannel = 'berth_changes'

/** SQL that tells of a container; `row` is the alias of a row with `id` and `account`. */
export const tellContainer = (row: string, type: 'container' | 'container-removed' = 'container'): string =>
  `pg_notify('${changesChannel}', json_build_object('type', '${type}', 'id', ${row}.id, 'account', ${row}.account)::text)`

/** SQL that tells of an image, changed or gone; `row` is the alias of a row with `id`. */
export const tellImage = (row: string): string =>
  `pg_notify('${changesChannel}', json_build_object('type', 'image', 'id', ${row}.id)::text)`

/** SQL that tells of a build, changed or gone; `row` is the alias of a row with `id` and `account`. */
export const tellBuild = (row: string): string =>
  `pg_notify('${changesChannel}', json_build_object('type', 'build', 'id', ${row}.id, 'account', ${row}.account)::text)`

/** SQL that tells of an account's runner; `row` is the alias of a row with `account`. */
export const tellRunner = (row: string): string =>
  `pg_notify('${changesChannel}', json_build_object('type', 'runner', 'account', ${row}.account)::text)`

/** Reads a notification; null for what this version does not know. */
export function readChange(payload: string): Change | null {
  try {
    const change: unknown = JSON.parse(payload)
    return typeof change === 'object' && change !== null && 'type' in change ? (change as Change) : null
  } catch {
    return null
  }
}
