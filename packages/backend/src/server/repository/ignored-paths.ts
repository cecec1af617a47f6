import { Worker } from 'node:worker_threads'
import { BerthError } from '@berth/contract'

/** What a worker is asked: which of these are left out. */
export interface Ignoring {
  readonly ignore: string
  readonly dockerfile: string
  readonly paths: readonly string[]
}

export type Ignored = { readonly paths: readonly string[] } | { readonly refused: string }

/** Milliseconds and MiB, of any number of files. */
const patience = { time: 20_000, memory: 256 }

const program = new URL('ignoring-worker.ts', import.meta.url)

/**
 * The paths that a `.dockerignore` leaves out. Its patterns may be made to take for ever, so they are matched beside
 * this thread and for a limited time. Throws `build-refused`, and the signal's reason.
 */
export async function ignoredPaths(
  ask: Ignoring,
  signal: AbortSignal,
  limits = patience,
): Promise<ReadonlySet<string>> {
  signal.throwIfAborted()
  const worker = new Worker(program, {
    workerData: ask,
    resourceLimits: { maxOldGenerationSizeMb: limits.memory },
  })
  const { promise, resolve, reject } = Promise.withResolvers<Ignored>()
  const slow = new BerthError('build-refused', {
    reason: '.dockerignore takes too long: write simpler patterns',
  })
  const timer = setTimeout(() => reject(slow), limits.time)
  const stop = (): void => reject(signal.reason as Error)
  signal.addEventListener('abort', stop)
  worker.once('message', resolve)
  worker.once('error', (cause) =>
    reject(new BerthError('build-refused', { reason: '.dockerignore' }, { cause })),
  )
  worker.once('exit', () => reject(slow))
  try {
    const answer = await promise
    if ('refused' in answer) throw new BerthError('build-refused', { reason: answer.refused })
    return new Set(answer.paths)
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
    await worker.terminate()
  }
}
