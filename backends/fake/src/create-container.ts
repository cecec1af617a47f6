import { EventEmitter } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { BerthError, type ContainerSpec, type ObservedContainer } from '@berth/contract'
import { FileTree } from './files/file-tree.ts'
import { startContainer } from './start-container.ts'
import type { FakeContainer, World } from './world.ts'

export async function createContainer(world: World, spec: ContainerSpec): Promise<ObservedContainer> {
  world.enter('createContainer')
  if (!world.images.has(spec.image)) throw new BerthError('image-absent', { image: spec.image })
  if (world.switches.createDelay > 0) await wait(world.switches.createDelay)
  if (world.switches.diskFull) throw new BerthError('disk-full')
  world.tenants.add(spec.account)
  const container = world.containers.get(spec.id) ?? makeContainer(world, spec)
  return container.observed.state === 'created' ? startContainer(world, spec.id) : container.observed
}

function makeContainer(world: World, spec: ContainerSpec): FakeContainer {
  const { id, account, name, image } = spec
  const container: FakeContainer = {
    spec,
    files: new FileTree(),
    log: [],
    output: new EventEmitter().setMaxListeners(0),
    processes: new AbortController(),
    main: undefined,
    observed: {
      id,
      account,
      name,
      image,
      runtimeId: `fake-${id}`,
      state: 'created',
      outOfMemory: false,
      ports: [],
      address: null,
    },
  }
  world.containers.set(id, container)
  return container
}
