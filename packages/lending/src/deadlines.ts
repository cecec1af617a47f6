import type { ContainerState } from '@berth/contract'

/**
 * Milliseconds that a transition may last before it is failed with its reason, from the wish on; null: not bounded.
 * Creations outlast a server's restart or a long queue; a pull has its own watch over silence; a removal never fails.
 */
const longest: Record<ContainerState, number | null> = {
  creating: 60 * 60_000,
  pulling: 2 * 60 * 60_000,
  removing: null,
  running: null,
  stopped: null,
  failed: null,
}

/** When a state that began at `now` is to have ended. */
export function deadlineOf(state: ContainerState, now: Date): Date | null {
  const span = longest[state]
  return span === null ? null : new Date(now.getTime() + span)
}

export function isOverdue(deadline: Date | null, now: Date): boolean {
  return deadline !== null && deadline.getTime() <= now.getTime()
}
