import type { ObservedContainer } from '@berth/contract'
import { startContainer } from './start-container.ts'
import { stopContainer } from './stop-container.ts'
import type { World } from './world.ts'

export async function restartContainer(world: World, id: string): Promise<ObservedContainer> {
  world.enter('restartContainer')
  await stopContainer(world, id)
  return startContainer(world, id)
}
