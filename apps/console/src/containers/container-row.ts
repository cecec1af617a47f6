import type { containers } from '../database/schema.ts'

/** A container as it is stored. */
export type ContainerRow = typeof containers.$inferSelect

/** Every column, named as in ContainerRow: what a statement written out by hand selects or returns. */
export const containerColumns = `
  c.id, c.account, c.name, c.image, c.environments, c.guest_ports as "guestPorts", c.command, c.limits,
  c.requested_backend as "requestedBackend", c.backend, c.wanted, c.generation,
  c.restart_generation as "restartGeneration", c.restarted_generation as "restartedGeneration",
  c.state, c.reason, c.progress, c.observed, c.turn, c.claimed_by as "claimedBy", c.attempts, c.deadline,
  c.pull_as as "pullAs", c.image_proved as "imageProved",
  c.created_at as "createdAt", c.updated_at as "updatedAt"`

/** A row with what is kept elsewhere of it: the layers of the pull that it waits for. */
export interface ShownContainer extends ContainerRow {
  readonly layers: { readonly layers: NonNullable<ContainerRow['progress']>['layers'] } | null
}

/** As `containerColumns`, for showing: a pull is looked up for those that wait for one. */
export const shownColumns = `${containerColumns},
  case when c.state = 'pulling' then
    (select json_build_object('layers', p.layers) from pulls p where p.backend = c.backend and p.image = c.image and p.account = c.pull_as)
  end as layers`
