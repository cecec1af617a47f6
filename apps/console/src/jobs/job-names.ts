export const convergeContainer = 'converge-container'
export const pullImage = 'pull-image'
export const removeImage = 'remove-image'
export const pushImage = 'push-image'
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

/** SQL that has an image put into the installation's registry, once at a time; `row` is the alias of a row with `id`. */
export const addPushImage = (row: string): string =>
  `graphile_worker.add_job('${pushImage}', json_build_object('id', ${row}.id), 'push-image:' || ${row}.id, now(), 25,
    'push-image:' || ${row}.id, 0)`

/** SQL that has an account's place ended on every backend. `account` is SQL too. */
export const addEndTenant = (account: string): string =>
  `graphile_worker.add_job('${endTenant}', json_build_object('account', ${account}), null, now(), 25,
    'end-tenant:' || ${account}, 0)`
