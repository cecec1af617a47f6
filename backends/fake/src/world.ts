import { EventEmitter } from 'node:events'
import type { PassThrough } from 'node:stream'
import {
  BerthError,
  type AgentEvent,
  type AgentImage,
  type ContainerSpec,
  type LogLine,
  type ObservedContainer,
} from '@berth/contract'
import type { Backend } from '@berth/backend'
import type { FileTree } from './files/file-tree.ts'

export interface FakeImage {
  readonly image: AgentImage
  readonly command: readonly string[]
  readonly hasShell: boolean
}

interface MainProcess {
  readonly stdin: PassThrough
  readonly stop: AbortController
  readonly ended: Promise<void>
}

export interface FakeContainer {
  readonly spec: ContainerSpec
  readonly files: FileTree
  readonly log: LogLine[]
  /** Emits `line` and `end`. */
  readonly output: EventEmitter
  /** Stops with the container: execs and terminals. */
  processes: AbortController
  main: MainProcess | undefined
  observed: ObservedContainer
}

/** Failures that cannot be provoked on a real runtime; change them at any time. */
export interface FakeSwitches {
  runtimeDown: boolean
  diskFull: boolean
  portRangeFull: boolean
  /** Milliseconds that a creation takes. */
  createDelay: number
  /** A pull tells its first progress and then nothing. */
  pullStalls: boolean
}

/** Everything that there is on a fake runtime. */
export class World {
  readonly containers = new Map<string, FakeContainer>()
  readonly images = new Map<string, FakeImage>()
  readonly tenants = new Set<string>()
  readonly past: AgentEvent[] = []
  readonly events = new EventEmitter().setMaxListeners(0)
  readonly switches: FakeSwitches
  readonly #failures = new Map<keyof Backend, Error[]>()
  #time = 0
  #port = 40_000

  constructor(switches: FakeSwitches) {
    this.switches = switches
  }

  /** The beginning of every method: throws what was asked to be thrown. */
  enter(method: keyof Backend): void {
    const failure = this.#failures.get(method)?.shift()
    if (failure) throw failure
    if (this.switches.runtimeDown) throw new BerthError('runtime-unavailable')
  }

  /** Makes the next call of a method fail. */
  failNext(method: keyof Backend, error: Error): void {
    this.#failures.set(method, [...(this.#failures.get(method) ?? []), error])
  }

  /** The time, never twice the same. */
  now(): string {
    this.#time = Math.max(Date.now(), this.#time + 1)
    return new Date(this.#time).toISOString()
  }

  nextPort(): number {
    return this.#port++
  }

  container(id: string): FakeContainer {
    const container = this.containers.get(id)
    if (!container) throw new BerthError('not-found')
    return container
  }

  running(id: string): FakeContainer {
    const container = this.container(id)
    if (container.observed.state !== 'running') throw new BerthError('container-not-running')
    return container
  }

  emit(event: AgentEvent): void {
    this.past.push(event)
    this.events.emit('event', event)
  }

  /** Changes what is seen of a container and tells it. */
  change(container: FakeContainer, changes: Partial<ObservedContainer>): void {
    container.observed = { ...container.observed, ...changes }
    this.emit({ type: 'container', time: this.now(), container: container.observed })
  }
}
