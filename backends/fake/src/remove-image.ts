import { BerthError } from '@berth/contract'
import { attempt } from './attempt.ts'
import type { World } from './world.ts'

export const removeImage = (world: World, reference: string): Promise<void> =>
  attempt(() => {
    world.enter('removeImage')
    if (!reference.startsWith('berth.internal/')) throw new BerthError('not-found')
    const user = [...world.containers.values()].find(({ spec }) => spec.image === reference)
    if (user !== undefined) throw new BerthError('image-in-use', { containers: user.spec.name })
    if (world.images.delete(reference)) world.emit({ type: 'image-removed', time: world.now(), reference })
  })
