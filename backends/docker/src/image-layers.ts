import { createHash } from 'node:crypto'
import type Docker from 'dockerode'
import type { AgentImage } from '@berth/contract'
import { statusOf } from './translate/docker-error.ts'

type Layers = NonNullable<AgentImage['layers']>

/** What images consist of, by their IDs; of one that is gone meanwhile, nothing. */
export interface ImageLayers {
  of(ids: readonly string[]): Promise<ReadonlyMap<string, Layers>>
}

interface Entry {
  readonly Created: number
  readonly CreatedBy: string
  readonly Size: number
}

/**
 * Docker tells no layers with their sizes but an image's history, whose beginning is that of what it was built upon: a
 * layer is known by all that was done up to it. An image never changes, so each is asked about once.
 */
export function createImageLayers(docker: Docker): ImageLayers {
  const known = new Map<string, Layers>()
  const ask = async (id: string): Promise<void> => {
    try {
      known.set(id, layersOf((await docker.getImage(id).history()) as Entry[]))
    } catch (error) {
      if (statusOf(error) !== 404) throw error
    }
  }
  return {
    async of(ids) {
      const present = new Set(ids)
      for (const id of known.keys()) if (!present.has(id)) known.delete(id)
      for (const id of present) if (!known.has(id)) await ask(id)
      return new Map(known)
    },
  }
}

/** Docker tells the newest first. */
export function layersOf(history: readonly Entry[]): Layers {
  const done = createHash('sha256')
  return history.toReversed().flatMap(({ Created, CreatedBy, Size }) => {
    done.update(JSON.stringify([Created, CreatedBy, Size]))
    return Size === 0 ? [] : [{ key: done.copy().digest('hex'), size: Size }]
  })
}
