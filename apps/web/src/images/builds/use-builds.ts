import type { ImageBuild } from '@berth/contract'
import { useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'
import { keys } from '../../api/query-keys.ts'

/** One's own latest builds, the newest first; the event stream keeps them true. */
export function useBuilds() {
  return useQuery({ queryKey: keys.builds, queryFn: ({ signal }) => client.listBuilds({ signal }) })
}

/** One of them. */
export function useBuild(id: string) {
  const builds = useBuilds()
  return { ...builds, build: builds.data?.find((build: ImageBuild) => build.id === id) }
}
