import type { Container } from '@berth/contract'
import { nextPage } from '@berth/client'
import { useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'
import { keys } from '../../api/query-keys.ts'

/** Containers of one answer: the contract's maximum. */
const perAnswer = 500

/** One's own containers, all of them; the event stream keeps them true. */
export function useContainers() {
  return useQuery({
    queryKey: keys.containers,
    queryFn: async ({ signal }): Promise<Container[]> => {
      const all: Container[] = []
      let query: Record<string, string | number> | undefined = { limit: perAnswer }
      while (query !== undefined) {
        const response: Response = await client.raw.listContainers({ query, signal })
        all.push(...((await response.json()) as Container[]))
        query = nextPage(response)
      }
      return all
    },
    staleTime: Infinity,
  })
}

/** One container with its environment variables; kept true like the list. */
export function useContainer(id: string) {
  return useQuery({
    queryKey: keys.container(id),
    queryFn: ({ signal }) => client.getContainer({ params: { id }, signal }),
    staleTime: 30_000,
  })
}

/** Images that the account may use. */
export function useImages() {
  return useQuery({ queryKey: keys.images, queryFn: ({ signal }) => client.listImages({ signal }) })
}

/** Backends with their capabilities and free room. */
export function useBackends() {
  return useQuery({ queryKey: keys.backends, queryFn: ({ signal }) => client.listBackends({ signal }) })
}
