import { BerthError, type Session } from '@berth/contract'
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { client } from './client.ts'
import { keys } from './query-keys.ts'

/** Who is logged in; null if nobody is. */
export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: async ({ signal }): Promise<Session | null> => {
    try {
      return await client.getSession({ signal })
    } catch (error) {
      if (error instanceof BerthError && error.status === 401) return null
      throw error
    }
  },
  staleTime: 60_000,
})

/** Who is logged in, on a page that only those who are can see. */
export function useSession(): Session {
  const { data } = useSuspenseQuery(sessionQuery)
  if (data === null) throw new BerthError('unauthenticated')
  return data
}
