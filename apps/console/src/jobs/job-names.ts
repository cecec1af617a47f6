export const convergeContainer = 'converge-container'
export const pullImage = 'pull-image'
export const removeImage = 'remove-image'
export const pushImage = 'push-image'
export const deleteStored = 'delete-stored'
export const endTenant = 'end-tenant'
export const tellRegistries = 'tell-registries'

/**
 * SQL that has a container converged: one job a container, whatever it was asked for. `row` is the alias of a row
 * with `id`; `priority` and `at` are SQL too.
 */
export const addConverge = (row: string, priority: string, at = 'now()'): string =>
  `graphile_worker.add_job('${convergeContainer}', json_build_object('id', ${row}.id), null, ${at}, 25,
    'converge:' || ${row}.id, ${priority})`

/** SQL that has an image pulled: one job for a row of `pulls`, whose alias is given, however many containers wait. */
export const addPull = (row: string, at = 'now()'): string =>
  `graphile_worker.add_job('${pullImage}',
    json_build_object('backend', ${row}.backend, 'image', ${row}.image, 'account', ${row}.account), null, ${at}, 25,
    'pull:' || ${row}.backend || ':' || ${row}.image || ':' || ${row}.account, 0)`

/** SQL that has an account's logins at registries made known on every backend that keeps them. `account` is SQL too. */
export const addTellRegistries = (account: string): string =>
  `graphile_worker.add_job('${tellRegistries}', json_build_object('account', ${account}), null, now(), 25,
    'tell-registries:' || ${account}, 0)`

/** SQL that has an image removed wherever it is; `row` is the alias of a row with `id`. */
export const addRemoveImage = (row: string): string =>
  `graphile_worker.add_job('${removeImage}', json_build_object('id', ${row}.id), null, now(), 25,
    'remove-image:' || ${row}.id, 0)`

/** One at a time works on a repository of the installation's registry: what is put there is not deleted meanwhile. */
const repositoryQueue = (row: string): string => `'stored:' || split_part(${row}.reference, ':', 1)`

/** SQL that has an image put into the installation's registry; `row` is the alias of a row with `id` and `reference`. */
export const addPushImage = (row: string): string =>
  `graphile_worker.add_job('${pushImage}', json_build_object('id', ${row}.id), ${repositoryQueue(row)}, now(), 25,
    'push-image:' || ${row}.id, 0)`

/** SQL that has a leftover deleted in the installation's registry; `row` is the alias of a row with `stored` and `reference`. */
export const addDeleteStored = (row: string): string =>
  `graphile_worker.add_job('${deleteStored}', json_build_object('stored', ${row}.stored), ${repositoryQueue(row)}, now(), 25,
    'delete-stored:' || ${row}.stored, 0)`

/**
 * SQL for a `with`: notes what images were in the installation's registry, to be deleted there. `rows` names rows with
 * `pushed` and `reference`; the statement has to read `told`.
 */
export const noteLeftovers = (rows: string): string =>
  `leftovers as (
     insert into stored_leftovers (stored, reference) select pushed, reference from ${rows} where pushed is not null
     on conflict do nothing returning stored, reference),
   told as (select ${addDeleteStored('leftovers')} from leftovers)`

/** SQL that has an account's place ended on every backend. `account` is SQL too. */
export const addEndTenant = (account: string): string =>
  `graphile_worker.add_job('${endTenant}', json_build_object('account', ${account}), null, now(), 25,
    'end-tenant:' || ${account}, 0)`
