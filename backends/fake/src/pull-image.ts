import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { BerthError, toProblem, type PullEvent } from '@berth/contract'
import type { FakeImage, World } from './world.ts'

/** How a fake registry has an image. */
export interface PullableImage {
  readonly milliseconds: number
}

export async function* pullImage(
  world: World,
  registry: ReadonlyMap<string, PullableImage>,
  reference: string,
  signal: AbortSignal,
): AsyncGenerator<PullEvent> {
  world.enter('pullImage')
  if (world.images.has(reference)) {
    yield { type: 'done', reference }
    return
  }
  const pullable = registry.get(reference)
  if (!pullable || world.switches.diskFull) {
    const error = pullable
      ? new BerthError('disk-full')
      : new BerthError('image-not-found', { image: reference })
    yield { type: 'failed', problem: toProblem(error, 'en') }
    return
  }
  const layer = { id: 'layer-1', current: 500, total: 1_000 }
  yield { type: 'progress', layers: [{ ...layer, status: 'downloading' }] }
  if (world.switches.pullStalls && !signal.aborted) await once(signal, 'abort')
  await wait(pullable.milliseconds, undefined, { signal }).catch(() => undefined)
  if (signal.aborted) return
  yield { type: 'progress', layers: [{ ...layer, current: 1_000, status: 'done' }] }
  world.images.set(reference, fakeImage(reference, world.now(), ['sh'], true))
  world.emit({ type: 'image', time: world.now(), reference })
  yield { type: 'done', reference }
}

/** An image of the fake runtime. */
export const fakeImage = (
  reference: string,
  createdAt: string,
  command: readonly string[],
  hasShell: boolean,
): FakeImage => ({
  image: { reference, id: `sha256:${reference}`, digest: null, size: 1_000_000, createdAt, labels: {} },
  command,
  hasShell,
})
