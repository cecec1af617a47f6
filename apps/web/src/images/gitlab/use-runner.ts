import { useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'
import { keys } from '../../api/query-keys.ts'

/** One's own GitLab Runner; the event stream says when it is to be fetched anew. */
export function useRunner() {
  return useQuery({ queryKey: keys.runner, queryFn: ({ signal }) => client.getRunner({ signal }) })
}
