import { stopContainer } from './stop-container.ts'
import type { World } from './world.ts'

export async function removeContainer(world: World, id: string): Promise<void> {
  world.enter('removeContainer')
  if (!world.containers.has(id)) return
  await stopContainer(world, id)
  if (world.containers.delete(id)) world.emit({ type: 'container-removed', time: world.now(), id })
}
