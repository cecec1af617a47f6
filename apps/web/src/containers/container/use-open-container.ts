import type { Container } from '@berth/contract'
import { useParams } from '@tanstack/react-router'
import { useContainer } from '../shared/container-queries.ts'

/** The container whose page is open; the page itself shows nothing of its tabs until it is there. */
export function useOpenContainer(): Container | undefined {
  const { id = '' } = useParams({ strict: false })
  return useContainer(id).data
}
