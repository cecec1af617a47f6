import { BerthError, type LayerProgress, type SingularityEvent } from '@berth/contract'
import type { ConnectedBackend } from '../backends/backends.ts'
import type { Wish } from './wish.ts'

/** Has a backend make a file, from an image that it may have to pull first. Throws what the agent answers. */
export async function* makeSingularity(
  { reference, compression, pull }: Wish,
  { client }: ConnectedBackend,
  signal: AbortSignal,
): AsyncGenerator<SingularityEvent> {
  if (pull)
    for await (const event of await client.pullImage({ body: { reference }, signal })) {
      if (event.type === 'failed') throw new BerthError(event.problem.code, event.problem.params)
      if (event.type === 'progress') yield { type: 'pulling', ...sumOf(event.layers) }
    }
  yield* await client.exportSingularity({ body: { reference, compression }, signal })
}

const sumOf = (layers: readonly LayerProgress[]): { current: number; total: number } => ({
  current: layers.reduce((sum, { current }) => sum + current, 0),
  total: layers.reduce((sum, { total }) => sum + total, 0),
})
