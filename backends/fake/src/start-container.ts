import { BerthError, type ObservedContainer } from '@berth/contract'
import { attempt } from './attempt.ts'
import { startMain } from './main-process.ts'
import { canRun } from './shell/run.ts'
import type { World } from './world.ts'

export function startContainer(world: World, id: string): Promise<ObservedContainer> {
  return attempt(() => {
    world.enter('startContainer')
    const container = world.container(id)
    if (container.observed.state === 'running') return container.observed
    const { spec } = container
    const image = world.images.get(spec.image)
    if (!image) throw new BerthError('image-absent', { image: spec.image })
    const [program = ''] = spec.command ?? image.command
    if (!canRun(program, image.hasShell)) throw new BerthError('command-not-found', { command: program })
    if (world.switches.portRangeFull && spec.guestPorts.length > 0) throw new BerthError('port-range-full')
    const ports = spec.guestPorts.map((guest) => ({ guest, host: world.nextPort() }))
    container.observed = { ...container.observed, ports }
    startMain(world, container, image)
    return container.observed
  })
}
