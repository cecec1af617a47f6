import { setTimeout as delay } from 'node:timers/promises'
import {
  VersionApi,
  Watch,
  type KubeConfig,
  type KubernetesObject,
  type V1ListMeta,
} from '@kubernetes/client-node'
import { inTime } from '../in-time.ts'
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
  readonly patience?: Patience
}

interface Patience {
  /** How long a watch may say nothing before the server is asked whether it is there. */
  readonly silenceMs: number
  /** How long that answer may take. */
  readonly answerMs: number
}

/** The client itself gives up a watch after 30 s of silence. */
const usualPatience: Patience = { silenceMs: 20_000, answerMs: 3_000 }

const longestWaitMs = 1_000

/**
 * Follows all objects of one kind until `closing`: one list, then a watch resumed by its resource version; listed
 * anew where that has become too old (410) or the server was away. A watch on which nothing happens and one whose
 * server is dead look the same: after a silence, and until there is an answer, something small is asked first.
 */
export async function followKind<T extends KubernetesObject>(
  kind: WatchedKind<T>,
  closing: AbortSignal,
): Promise<void> {
  let version: string | undefined
  let waitMs = 50
  let doubtful = false
  const closed = (): boolean => closing.aborted
  while (!closed()) {
    try {
      if (doubtful) await mustAnswer(kind)
      if (version === undefined) {
        const { items, metadata } = await kind.list()
        kind.listed(items)
        version = metadata?.resourceVersion ?? ''
      }
      kind.reachable(true)
      const watched = await watchFrom(kind, version, closing)
      version = watched.version
      doubtful = watched.silent
      waitMs = 50
    } catch (error) {
      version = undefined
      if (closed()) return
      doubtful = statusOf(error) !== 410
      if (doubtful) kind.reachable(false)
      await delay(waitMs, undefined, { signal: closing, ref: false }).catch(() => undefined)
      waitMs = Math.min(waitMs * 2, longestWaitMs)
    }
  }
}

async function mustAnswer<T extends KubernetesObject>({ config, patience }: WatchedKind<T>): Promise<void> {
  const asked = config.makeApiClient(VersionApi).getCode()
  await inTime(asked, (patience ?? usualPatience).answerMs)
}

/** Watches until the connection ends or is silent; gives the version to go on from. Throws where it has to be listed anew. */
async function watchFrom<T extends KubernetesObject>(
  kind: WatchedKind<T>,
  from: string,
  closing: AbortSignal,
): Promise<{ version: string; silent: boolean }> {
  let version = from
  const { promise, resolve, reject } = Promise.withResolvers<boolean>()
  const failed = (error: unknown): void => reject(error instanceof Error ? error : new Error(String(error)))
  const silence = setTimeout(() => resolve(true), (kind.patience ?? usualPatience).silenceMs).unref()
  const query = { labelSelector: kind.labelSelector, resourceVersion: from, allowWatchBookmarks: true }
  const watching = new Watch(kind.config).watch(
    kind.path,
    query,
    (phase: string, item: T & { code?: number }) => {
      silence.refresh()
      if (phase === 'ERROR') {
        failed(Object.assign(new Error('The watch is too old'), { statusCode: item.code ?? 410 }))
        return
      }
      version = item.metadata?.resourceVersion ?? version
      if (phase !== 'BOOKMARK') kind.changed(item, phase === 'DELETED')
    },
    (error: unknown) => {
      if (error === null || error === undefined) resolve(false)
      else failed(error)
    },
  )
  watching.catch(failed)
  const stop = (): void => resolve(false)
  closing.addEventListener('abort', stop)
  try {
    return { silent: await promise, version }
  } finally {
    clearTimeout(silence)
    closing.removeEventListener('abort', stop)
    // There is none yet where the server has not even begun to answer: then the client gives up by itself.
    watching.then((begun) => begun.abort()).catch(() => undefined)
  }
}
