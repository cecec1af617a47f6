import { nextPage } from '@berth/client'

type Query = Record<string, string>

/**
 * All items of a list that comes in pages. `fetchPage` gets the query of a page and gives its raw answer;
 * `parse` makes items of its JSON.
 */
export async function everyPage<T>(
  fetchPage: (query: Query) => Promise<Response>,
  parse: (json: unknown) => T[],
  first: Query = {},
): Promise<T[]> {
  const items: T[] = []
  for (let query: Query | undefined = { limit: '500', ...first }; query !== undefined;) {
    const response: Response = await fetchPage(query)
    items.push(...parse(await response.json()))
    query = nextPage(response)
  }
  return items
}
