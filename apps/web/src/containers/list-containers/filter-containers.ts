import type { Container } from '@berth/contract'
import { appearanceOf, isBusy, shortImage } from '../shared/container-state.ts'

export type StateFilter = 'all' | 'running' | 'stopped' | 'failed' | 'busy'

/** Containers whose name, image or server contains the text, in a state; newest first. */
export function filterContainers(
  containers: readonly Container[],
  search: string,
  filter: StateFilter,
): Container[] {
  const wanted = search.trim().toLowerCase()
  return containers
    .filter((container) => inState(container, filter))
    .filter(
      ({ name, image, backend }) =>
        wanted === '' ||
        [name, shortImage(image), backend ?? ''].some((text) => text.toLowerCase().includes(wanted)),
    )
    .sort((one, other) => other.createdAt.localeCompare(one.createdAt) || one.name.localeCompare(other.name))
}

function inState(container: Container, filter: StateFilter): boolean {
  if (filter === 'all') return true
  return filter === 'busy' ? isBusy(container) : appearanceOf(container) === filter
}
