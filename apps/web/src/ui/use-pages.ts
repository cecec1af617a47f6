import { nextPage } from '@berth/client'
import { useInfiniteQuery, type InfiniteData, type QueryKey } from '@tanstack/react-query'

interface Page<T> {
  readonly items: T[]
  readonly next: Record<string, string> | undefined
}

/** How the query cache holds a list that is fetched a page at a time. */
export type Pages<T> = InfiniteData<Page<T>>

/** The pages with another list of items in each. */
export function mapPages<T>(pages: Pages<T>, change: (items: T[]) => T[]): Pages<T> {
  return { ...pages, pages: pages.pages.map((page) => ({ ...page, items: change(page.items) })) }
}

/** A long list, a page at a time, by the answers' `Link` header. `fetchPage` gets the page's query, empty for the first. */
export function usePages<T>(
  queryKey: QueryKey,
  fetchPage: (query: Record<string, string>, signal: AbortSignal) => Promise<Response>,
) {
  const pages = useInfiniteQuery({
    queryKey,
    initialPageParam: {},
    queryFn: async ({ pageParam, signal }): Promise<Page<T>> => {
      const response = await fetchPage(pageParam, signal)
      return { items: (await response.json()) as T[], next: nextPage(response) }
    },
    getNextPageParam: ({ next }) => next,
  })
  return { ...pages, items: pages.data?.pages.flatMap(({ items }) => items) }
}
