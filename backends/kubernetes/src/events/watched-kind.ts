import { setTimeout as delay } from 'node:timers/promises'
import { Watch, type KubeConfig, type KubernetesObject, type V1ListMeta } from '@kubernetes/client-node'
import { statusOf } from '../translate/kubernetes-error.ts'

export interface WatchedKind<T extends KubernetesObject> {
  readonly config: KubeConfig
  readonly path: string
  readonly labelSelector: string
  list(): Promise<{ items: T[]; metadata?: V1ListMeta | undefined }>
  /** Everything there is, after which changes follow. */
  listed(items: readonly T[]): void
  changed(item: T, removed: boolean): void
  /** Whether the API server answers. */
  reachable(answers: boolean): void
}

const longestWaitMs = 1_000

/**
 * Follows all objects of one kind until `closing`: one list, then a watch resumed by its resource version; listed
 * anew where that has become too old (410) or the server was away.
 */
export async function followKind<T extends KubernetesObject>(
  kind: WatchedKind<T>,
  closing: AbortSignal,
): Promise<void> {
  let version: string | undefined
  let waitMs = 50
  const closed = (): boolean => closing.aborted
  while (!closed()) {
    try {
      if (version === undefined) {
        const { items, metadata } = await kind.list()
        kind.listed(items)
        version = metadata?.resourceVersion ?? ''
      }
      kind.reachable(true)
      const from = version
      version = await watchFrom(kind, from, closing)
      waitMs = 50
    } catch (error) {
      version = undefined
      if (closed()) return
      if (statusOf(error) !== 410) kind.reachable(false)
      await delay(waitMs, undefined, { signal: closing, ref: false }).catch(() => undefined)
      waitMs = Math.min(waitMs * 2, longestWaitMs)
    }
  }
}

/** Watches until the connection ends; gives the version to go on from. Throws where it has to be listed anew. */
async function watchFrom<T extends KubernetesObject>(
  kind: WatchedKind<T>,
  from: string,
  closing: AbortSignal,
): Promise<string> {
  let version = from
  const { promise, resolve, reject } = Promise.withResolvers<undefined>()
  const failed = (error: unknown): void => reject(error instanceof Error ? error : new Error(String(error)))
  const query = { labelSelector: kind.labelSelector, resourceVersion: from, allowWatchBookmarks: true }
  const watching = await new Watch(kind.config).watch(
    kind.path,
    query,
    (phase: string, item: T & { code?: number }) => {
      if (phase === 'ERROR') {
        failed(Object.assign(new Error('The watch is too old'), { statusCode: item.code ?? 410 }))
        return
      }
      version = item.metadata?.resourceVersion ?? version
      if (phase !== 'BOOKMARK') kind.changed(item, phase === 'DELETED')
    },
    (error: unknown) => {
      const idle = error instanceof Error && error.name === 'TimeoutError'
      if (error === null || error === undefined || idle) resolve(undefined)
      else failed(error)
    },
  )
  const stop = (): void => {
    watching.abort()
    resolve(undefined)
  }
  closing.addEventListener('abort', stop)
  try {
    await promise
  } finally {
    closing.removeEventListener('abort', stop)
    watching.abort()
  }
  return version
}
