import type { ContainerState, ObservedContainer } from '@berth/contract'

export const wishes = ['running', 'stopped', 'removed'] as const
export type Wanted = (typeof wishes)[number]

/** What is wanted of a container and what is known of it. */
export interface WantedContainer {
  readonly wanted: Wanted
  readonly state: ContainerState
  readonly backend: string | null
  readonly restartGeneration: number
  readonly restartedGeneration: number
  readonly observed: Pick<ObservedContainer, 'state'> | null
}

/** The one next thing to do; every one may safely be done again. `forget`: nothing is left but the row. */
export type Action =
  | {
      readonly do:
        'choose-backend' | 'create' | 'start' | 'stop' | 'restart' | 'remove' | 'forget' | 'nothing'
    }
  | { readonly do: 'settle'; readonly state: ContainerState }

/**
 * Decides from what is wanted and what was observed. A container that may have been begun (it has a backend) is
 * created, stopped or removed there whatever is known of it: whoever began it may have been killed meanwhile.
 */
export function nextAction(container: WantedContainer): Action {
  const { wanted, backend, observed, state } = container
  if (wanted === 'removed') return { do: backend === null ? 'forget' : 'remove' }
  if (wanted === 'stopped') {
    if (state === 'stopped' || state === 'failed')
      return { do: observed?.state === 'running' ? 'stop' : 'nothing' }
    return backend === null || observed?.state === 'exited'
      ? { do: 'settle', state: 'stopped' }
      : { do: 'stop' }
  }
  if (backend === null) return { do: 'choose-backend' }
  if (observed === null || observed.state === 'created') return { do: 'create' }
  if (container.restartGeneration > container.restartedGeneration) return { do: 'restart' }
  if (observed.state === 'exited') return { do: 'start' }
  return state === 'running' ? { do: 'nothing' } : { do: 'settle', state: 'running' }
}
