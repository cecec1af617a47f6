import type { Backend, ConsoleEvent, Container, Image, ImageBuild } from '@berth/contract'
import type { QueryClient } from '@tanstack/react-query'
import { mapPages, type Pages } from '../ui/use-pages.ts'
import { keys } from './query-keys.ts'

/** The list with the item in the place of the one with the same key, or in front if it is new. */
function withItem<T>(list: readonly T[], item: T, key: (item: T) => unknown): T[] {
  return list.some((one) => key(one) === key(item))
    ? list.map((one) => (key(one) === key(item) ? item : one))
    : [item, ...list]
}

/** Writes what the console says has changed into the answers that the pages show. */
export function applyEvent(queries: QueryClient, event: ConsoleEvent, account: string): void {
  switch (event.type) {
    case 'hello':
      return
    case 'resync':
      void queries.invalidateQueries()
      return
    case 'runner':
      void queries.invalidateQueries({ queryKey: keys.runner })
      return
    case 'session':
      void queries.invalidateQueries({ queryKey: keys.session })
      return
    case 'container':
      showContainer(queries, event.container, account)
      return
    case 'container-removed':
      removeContainer(queries, event.id)
      return
    case 'image':
      queries.setQueryData<Image[]>(
        keys.images,
        (list) => list && withItem(list, event.image, ({ id }) => id),
      )
      if (event.image.owner === account)
        queries.setQueryData<Image[]>(
          keys.ownImages,
          (list) => list && withItem(list, event.image, ({ id }) => id),
        )
      return
    case 'image-removed':
      for (const queryKey of [keys.images, keys.ownImages])
        queries.setQueryData<Image[]>(queryKey, (list) => list?.filter(({ id }) => id !== event.id))
      return
    case 'build':
      queries.setQueryData<ImageBuild[]>(
        keys.builds,
        (list) => list && withItem(list, event.build, ({ id }) => id),
      )
      return
    case 'build-removed':
      queries.setQueryData<ImageBuild[]>(keys.builds, (list) => list?.filter(({ id }) => id !== event.id))
      return
    case 'backend':
      queries.setQueryData<Backend[]>(
        keys.backends,
        (list) => list && withItem(list, event.backend, ({ name }) => name),
      )
  }
}

/** Events leave out the environment variables, which only one container's own answer has. */
function showContainer(queries: QueryClient, container: Container, account: string): void {
  if (container.account === account) {
    queries.setQueryData<Container[]>(
      keys.containers,
      (list) => list && withItem(list, container, ({ id }) => id),
    )
  }
  changeEverybodys(queries, (items) => items.map((one) => (one.id === container.id ? container : one)))
  addToEverybodys(queries, container)
  queries.setQueryData<Container>(
    keys.container(container.id),
    (old) => old && { ...container, ...(old.environments ? { environments: old.environments } : {}) },
  )
}

function removeContainer(queries: QueryClient, id: string): void {
  queries.setQueryData<Container[]>(keys.containers, (list) => list?.filter((one) => one.id !== id))
  changeEverybodys(queries, (items) => items.filter((one) => one.id !== id))
  void queries.invalidateQueries({ queryKey: keys.container(id) })
}

/** Changes the administrators' lists, which are fetched a page at a time. */
function changeEverybodys(queries: QueryClient, change: (items: Container[]) => Container[]): void {
  queries.setQueriesData<Pages<Container>>(
    { queryKey: ['containers', 'all'] },
    (pages) => pages && mapPages(pages, change),
  )
}

/** A new container goes on top of the list that leaves nobody's out; what a filter lets through, only the console knows. */
function addToEverybodys(queries: QueryClient, container: Container): void {
  queries.setQueryData<Pages<Container>>(keys.allContainers({}), (old) => {
    if (old === undefined) return undefined
    const [first, ...rest] = old.pages
    const known = old.pages.some(({ items }) => items.some(({ id }) => id === container.id))
    if (first === undefined || known) return old
    return { ...old, pages: [{ ...first, items: [container, ...first.items] }, ...rest] }
  })
}
