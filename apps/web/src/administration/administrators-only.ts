import { BerthError } from '@berth/contract'
import type { QueryClient } from '@tanstack/react-query'
import { sessionQuery } from '../api/use-session.ts'

/** Tells everybody else at once that a page is not theirs, whatever part of it the console would show them. */
export async function administratorsOnly({
  context,
}: {
  context: { readonly queries: QueryClient }
}): Promise<void> {
  const session = await context.queries.query({ ...sessionQuery, staleTime: 'static' })
  if (session?.role !== 'administrator') throw new BerthError('forbidden')
}
