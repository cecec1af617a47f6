import { BerthError, type LayerProgress, type SingularityEvent } from '@berth/contract'
import type { ConnectedBackend } from '../backends/backends.ts'
import { pullByRight, type PullBody, type PullContext } from '../registries/pull-by-right.ts'
import type { Proofs } from './proofs.ts'
import { mustPull, singularityQueryOf, type Wish } from './wish.ts'

export interface Maker extends PullContext {
  readonly proofs: Proofs
}

/** Has a backend make a file, from an image that it may have to pull first. Throws what the agent answers. */
export async function makeSingularity(
  maker: Maker,
  wish: Wish,
  { client, row }: ConnectedBackend,
  { signal, tell }: { readonly signal: AbortSignal; readonly tell: (event: SingularityEvent) => void },
): Promise<void> {
  const { account, reference } = wish
  const ask = async (body: PullBody): Promise<void> => {
    for await (const event of await client.pullImage({ body, signal })) {
      if (event.type === 'failed') throw new BerthError(event.problem.code, event.problem.params)
      if (event.type === 'progress') tell({ type: 'pulling', ...sumOf(event.layers) })
    }
  }
  if (mustPull(wish, row.name)) {
    const proved = await pullByRight(maker, { backend: row.name, image: reference, account }, ask)
    if (proved) maker.proofs.note(account, reference)
  }
  const body = { ...singularityQueryOf(wish, row.name), account }
  for await (const event of await client.exportSingularity({ body, signal })) tell(event)
}

const sumOf = (layers: readonly LayerProgress[]): { current: number; total: number } => ({
  current: layers.reduce((sum, { current }) => sum + current, 0),
  total: layers.reduce((sum, { total }) => sum + total, 0),
})
