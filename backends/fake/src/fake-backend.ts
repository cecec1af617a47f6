import { withoutCredentials, type Backend } from '@berth/backend'
import { attempt } from './attempt.ts'
import { createBuilds } from './build-image.ts'
import { createContainer } from './create-container.ts'
import { execContainer } from './exec-container.ts'
import { getContainerLogs } from './get-container-logs.ts'
import { getContainerStats } from './get-container-stats.ts'
import { getFiles } from './get-files.ts'
import { getInfo } from './get-info.ts'
import { listFiles } from './list-files.ts'
import { fakeImage, pullImage, type PullableImage } from './pull-image.ts'
import { putArchive } from './put-archive.ts'
import { removeContainer } from './remove-container.ts'
import { pause } from './shell/run.ts'
import { removeImage } from './remove-image.ts'
import { restartContainer } from './restart-container.ts'
import { startContainer } from './start-container.ts'
import { stopContainer } from './stop-container.ts'
import { streamEvents } from './stream-events.ts'
import { terminalContainer } from './terminal-container.ts'
import { uploadFiles } from './upload-files.ts'
import { World, type FakeSwitches } from './world.ts'

/** References of the images that every fake runtime has. */
export const fakeImages = {
  shell: 'localhost/fake/shell:latest',
  exits: 'localhost/fake/exits:latest',
  noShell: 'localhost/fake/no-shell:latest',
} as const

export interface FakeOptions extends Partial<FakeSwitches> {
  readonly instance?: string
  /** Milliseconds between heartbeats. */
  readonly heartbeat?: number
}

/** A backend in memory, and what can be done to it from outside. */
export interface FakeBackend extends Backend {
  /** Failures, to be changed at any time. */
  readonly switches: FakeSwitches
  /** Makes the next call of a method fail. */
  failNext(method: keyof Backend, error: Error): void
  /** Takes the runtime down or brings it back, and tells it. */
  setRuntime(up: boolean): void
  /** Lets a container disappear without a word. */
  lose(id: string): void
  /** Puts an image into the registry, which is pulled in so many milliseconds. */
  publish(reference: string, milliseconds: number): void
}

const noFailures: FakeSwitches = {
  runtimeDown: false,
  diskFull: false,
  portRangeFull: false,
  createDelay: 0,
  pullStalls: false,
}

/** Makes a backend in memory with the three images of `fakeImages`. */
export function createFakeBackend(options: FakeOptions = {}): FakeBackend {
  const { instance = 'fake', heartbeat = 10_000, ...failures } = options
  const world = new World({ ...noFailures, ...failures })
  const registry = new Map<string, PullableImage>()
  world.images.set(fakeImages.shell, fakeImage(fakeImages.shell, world.now(), ['sh'], true))
  world.images.set(fakeImages.exits, fakeImage(fakeImages.exits, world.now(), ['sh', '-c', 'exit 7'], true))
  world.images.set(fakeImages.noShell, fakeImage(fakeImages.noShell, world.now(), [pause], false))
  return {
    info: () => Promise.resolve(getInfo(world, instance)),
    createContainer: (spec) => createContainer(world, spec),
    startContainer: (id) => startContainer(world, id),
    stopContainer: (id) => stopContainer(world, id),
    restartContainer: (id) => restartContainer(world, id),
    removeContainer: (id) => removeContainer(world, id),
    execContainer: (id, command, stdin, signal) => execContainer(world, id, command, stdin, signal),
    terminalContainer: (id, terminal) => terminalContainer(world, id, terminal),
    getContainerLogs: (id, logs) => getContainerLogs(world, id, logs),
    getContainerStats: (id, stats) => getContainerStats(world, id, stats),
    getFiles: (id, path, format) => getFiles(world, id, path, format),
    listFiles: (id, path) => listFiles(world, id, path),
    uploadFiles: (id, path, files) => uploadFiles(world, id, path, files),
    putArchive: (id, path, tar) => putArchive(world, id, path, tar),
    pullImage: (reference, signal) => pullImage(world, registry, reference, signal),
    removeImage: (reference) => removeImage(world, reference),
    streamEvents: (since, signal) => streamEvents(world, instance, heartbeat, since, signal),
    ...withoutCredentials,
    builds: createBuilds(world),
    ...lookups(world),
    ...controls(world, registry),
  }
}

function lookups(
  world: World,
): Pick<
  Backend,
  'ensureTenant' | 'removeTenant' | 'listContainers' | 'inspectContainer' | 'listImages' | 'close'
> {
  const within = <T>(method: keyof Backend, look: () => T): Promise<T> =>
    attempt(() => {
      world.enter(method)
      return look()
    })
  const busy = (account: string) =>
    [...world.containers.values()].some(({ spec }) => spec.account === account)
  return {
    ensureTenant: (account) => within('ensureTenant', () => void world.tenants.add(account)),
    removeTenant: (account) =>
      within('removeTenant', () => {
        if (!busy(account)) world.tenants.delete(account)
      }),
    listContainers: () =>
      within('listContainers', () => [...world.containers.values()].map(({ observed }) => observed)),
    inspectContainer: (id) => within('inspectContainer', () => world.container(id).observed),
    listImages: ({ layers } = { layers: false }) =>
      within('listImages', () =>
        [...world.images.values()].map(({ image }) =>
          layers ? { ...image, layers: [{ key: image.id, size: image.size }] } : image,
        ),
      ),
    close: () => Promise.resolve(),
  }
}

function controls(
  world: World,
  registry: Map<string, PullableImage>,
): Pick<FakeBackend, 'switches' | 'failNext' | 'setRuntime' | 'lose' | 'publish'> {
  return {
    switches: world.switches,
    failNext: (method, error) => world.failNext(method, error),
    setRuntime(up) {
      world.switches.runtimeDown = !up
      world.emit({ type: 'runtime', time: world.now(), reachable: up })
    },
    lose: (id) => void world.containers.delete(id),
    publish: (reference, milliseconds) => void registry.set(reference, { milliseconds }),
  }
}
