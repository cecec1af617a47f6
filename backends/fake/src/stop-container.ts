import type { ObservedContainer } from '@berth/contract'
import type { World } from './world.ts'

export async function stopContainer(world: World, id: string): Promise<ObservedContainer> {
  world.enter('stopContainer')
  const container = world.container(id)
  container.main?.stop.abort()
  container.main?.stdin.end()
  await container.main?.ended
  return container.observed
}
