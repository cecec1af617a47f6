import { randomUUID } from 'node:crypto'
import type { ContainerSpec, ObservedContainer } from '@berth/contract'
import type { Backend } from '../port.ts'

/** A backend on its runtime, and what the suite needs to find there. References are in their full form. */
export interface Subject {
  readonly backend: Backend
  /** A backend of another instance (label `berth.instance`) on the same runtime. */
  readonly other: Backend
  readonly images: {
    /** With busybox's or Debian's sh, cat, echo, head, sleep, stty, ln, mkdir, printf. */
    readonly shell: string
    /** Whose own command ends at once, with exit code 7. */
    readonly exits: string
    /** Whose own command runs on, without any shell in the image. */
    readonly noShell: string
    /** Which neither is there nor can be pulled. */
    readonly absent: string
  }
  /** Where it has images: makes one of the backend's instance and the account, as Berth names them; answers its reference. */
  readonly makeOwn?: (account: string) => Promise<string>
  /** References that a registry in reach has and the backend has not; each test has one made anew. */
  readonly pulls?: {
    /** Is pulled in a moment. */
    fresh(): Promise<string>
    /** Takes long enough to be cancelled. */
    slow(): Promise<string>
  }
  /** Ends everything, and leaves nothing behind on the runtime. */
  close(): Promise<void>
}

/** What differs from a container that lasts; `command` null: the image's own. */
type Overrides = Partial<Omit<ContainerSpec, 'command'>> & { command?: string[] | null }

/** What a test works with: the backend by one of its two ways in, and containers that are removed after it. */
export interface Bench {
  readonly subject: Subject
  readonly backend: Backend
  spec(overrides?: Overrides): ContainerSpec
  run(overrides?: Overrides): Promise<ObservedContainer>
  /** Removes the containers that a test made. */
  clear(): Promise<void>
  /** Removes what is left after the last test: a tenant may take its time to go. */
  end(): Promise<void>
}

/** Writes a few lines and runs until it is told to stop. */
export const lasting = [
  'sh',
  '-c',
  "trap 'exit 0' TERM; echo ready; echo warn >&2; echo こんにちは; sleep 1000 & wait",
]

export function createBench(subject: Subject, backend: Backend): Bench {
  const made = new Set<string>()
  const account = `conf-${randomUUID().slice(0, 8)}`
  const bench: Bench = {
    subject,
    backend,
    spec({ command = lasting, ...overrides } = {}) {
      const id = randomUUID()
      made.add(overrides.id ?? id)
      return {
        id,
        account,
        name: `c-${id.slice(0, 8)}`,
        image: subject.images.shell,
        environments: [],
        guestPorts: [],
        limits: { memory: 64 * 1024 * 1024, cpus: 0.5, pids: 64, gpus: 0 },
        ...(command ? { command } : {}),
        ...overrides,
      }
    },
    run: (overrides) => backend.createContainer(bench.spec(overrides)),
    async clear() {
      await Promise.all([...made].map((id) => backend.removeContainer(id)))
      made.clear()
    },
    end: () => backend.removeTenant(account),
  }
  return bench
}
