import type { AgentImage } from '@berth/contract'
import { isOwnReference, ownLayers, type ImageLayer } from '@berth/lending'
import type { Backends } from '../../backends/backends.ts'

/** The runtime looks at each image that it was not asked about before. */
const patience = 120_000

/** What each backend has and what that consists of; null: it does not answer now. */
export type LayersByBackend = ReadonlyMap<string, readonly AgentImage[] | null>

export async function listLayers(backends: Backends): Promise<LayersByBackend> {
  const able = backends.all().filter(({ row }) => row.info?.capabilities.images === true)
  return new Map(
    await Promise.all(
      able.map(async ({ row, client }): Promise<[string, AgentImage[] | null]> => {
        if (!row.reachable) return [row.name, null]
        const signal = AbortSignal.timeout(patience)
        const listed = await client.listImages({ query: { layers: 'true' }, signal }).catch(() => null)
        return [row.name, listed]
      }),
    ),
  )
}

/** Layers of what accounts made, by content. */
export function layersByContent(found: LayersByBackend): Map<string, readonly ImageLayer[]> {
  const isPublic = (reference: string) => !reference.startsWith('sha256:') && !isOwnReference(reference)
  return new Map([...found.values()].flatMap((listed) => [...ownLayers(listed ?? [], isPublic)]))
}
