import type { V1Deployment, V1Pod, V1Service } from '@kubernetes/client-node'
import type { AgentEvent, ObservedContainer } from '@berth/contract'
import type { Cluster } from '../cluster.ts'
import type { KubernetesSettings, Log } from '../settings.ts'
import { labels } from '../translate/names.ts'
import { observe, type Parts } from '../translate/observed-container.ts'
import { createPartsStore } from './parts-store.ts'
import { followKind } from './watched-kind.ts'

type Listener = (event: AgentEvent) => void

/** The one set of watches, what is known by them, and who listens. */
export interface EventHub {
  subscribe(listener: Listener): () => void
  /** All containers as the watches show them. */
  all(): Parts[]
  /** One as they show it, which may be a little behind. */
  get(id: string): Parts | undefined
  /** Resolves when something of the container changed, or at `signal`. */
  changeOf(id: string, signal: AbortSignal): Promise<void>
  close(): void
}

export interface EventHubParts {
  readonly cluster: Cluster
  readonly instance: string
  readonly settings: KubernetesSettings
  readonly log: Log
  /** Called for every container whose objects changed. */
  readonly touched: (id: string, parts: Parts) => void
}

/** The time to give as `since`. */
export const now = (): string => new Date().toISOString()

export function createEventHub(parts: EventHubParts): EventHub {
  const listeners = new Set<Listener>()
  const waiting = new Map<string, Set<() => void>>()
  const closing = new AbortController()
  const told = new Map<string, ObservedContainer>()
  const tell: Listener = (event) => {
    for (const listener of listeners) listener(event)
  }
  const store = createPartsStore((id) => {
    const found = store.get(id)
    tellChange(tell, told, id, found && observe(found, parts.settings, parts.instance))
    for (const wake of waiting.get(id) ?? []) wake()
    if (found !== undefined) parts.touched(id, found)
  })
  follow(parts, store, tell, closing.signal)
  return {
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    all: () => store.all(),
    get: (id) => store.get(id),
    changeOf: (id, signal) =>
      new Promise((resolve) => {
        const mine = waiting.get(id) ?? new Set()
        waiting.set(id, mine)
        const wake = (): void => {
          mine.delete(wake)
          if (mine.size === 0) waiting.delete(id)
          signal.removeEventListener('abort', wake)
          resolve()
        }
        mine.add(wake)
        signal.addEventListener('abort', wake)
        if (signal.aborted) wake()
      }),
    close: () => closing.abort(),
  }
}

/** Tells what is new about a container; undefined: it is no more. */
function tellChange(
  tell: Listener,
  told: Map<string, ObservedContainer>,
  id: string,
  container: ObservedContainer | undefined,
): void {
  const before = told.get(id)
  if (container === undefined) {
    if (before === undefined) return
    told.delete(id)
    tell({ type: 'container-removed', time: now(), id })
    return
  }
  if (JSON.stringify(before) === JSON.stringify(container)) return
  told.set(id, container)
  const ended = container.state === 'exited' && before !== undefined && before.state !== 'exited'
  if (ended) tell({ type: 'exited', time: now(), container, killed: true })
  else tell({ type: 'container', time: now(), container })
}

function follow(
  { cluster, instance, log }: EventHubParts,
  store: ReturnType<typeof createPartsStore>,
  tell: Listener,
  closing: AbortSignal,
): void {
  const labelSelector = `${labels.instance}=${instance},${labels.container}`
  const state = { reachable: true }
  const reachable = (answers: boolean): void => {
    if (state.reachable === answers || closing.aborted) return
    state.reachable = answers
    if (!answers) log.warn({}, 'The cluster does not answer')
    tell({ type: 'runtime', time: now(), reachable: answers })
  }
  const common = { config: cluster.config, labelSelector, reachable }
  void followKind<V1Deployment>(
    {
      ...common,
      path: '/apis/apps/v1/deployments',
      list: () => cluster.apps.listDeploymentForAllNamespaces({ labelSelector }),
      ...store.deployments,
    },
    closing,
  )
  void followKind<V1Pod>(
    {
      ...common,
      path: '/api/v1/pods',
      list: () => cluster.core.listPodForAllNamespaces({ labelSelector }),
      ...store.pods,
    },
    closing,
  )
  void followKind<V1Service>(
    {
      ...common,
      path: '/api/v1/services',
      list: () => cluster.core.listServiceForAllNamespaces({ labelSelector }),
      ...store.services,
    },
    closing,
  )
}
