import type { DockerContext } from '../context.ts'
import { accountOfDisk } from '../disk-use.ts'
import { statusOf } from '../translate/docker-error.ts'
import { keptBy, mustMeasure, type DiskUse, type Kept, type Measured } from './kept-on-disk.ts'

type WatchContext = Pick<
  DockerContext,
  'docker' | 'engine' | 'known' | 'changes' | 'log' | 'instance' | 'settings'
>

/**
 * Stops containers that keep more on the disk than they may, until closed. Also where the storage holds them to it:
 * unnamed volumes are nobody's size.
 */
export function watchDisk(context: WatchContext): { close(): void } {
  const { everyMs } = context.settings.disk
  let last: Measured | undefined
  let timer: NodeJS.Timeout | undefined
  let closed = false
  const look = async (): Promise<void> => {
    try {
      last = await lookOnce(context, last)
    } catch (error) {
      context.log.warn({ error: String(error) }, 'The disk could not be measured')
    }
    if (!closed) timer = setTimeout(() => void look(), everyMs).unref()
  }
  timer = setTimeout(() => void look(), everyMs).unref()
  return {
    close: () => {
      closed = true
      clearTimeout(timer)
    },
  }
}

async function lookOnce(context: WatchContext, last: Measured | undefined): Promise<Measured | undefined> {
  const { limit } = context.settings.disk
  const now = { at: Date.now(), free: await context.engine.diskFree() }
  if (last !== undefined && !mustMeasure(last, now, limit))
    return { ...last, free: last.free === null ? null : Math.max(last.free, now.free ?? 0) }
  const use = (await accountOfDisk(context.docker)) as DiskUse
  const kept = keptBy(use, context.instance)
  for (const one of kept) if (one.bytes > limit) await stop(context, one)
  return { ...now, largest: Math.max(0, ...kept.map(({ bytes }) => bytes)) }
}

/** At once: what writes so much is not asked to end. */
async function stop({ docker, known, changes, log, settings }: WatchContext, { id, runtimeId, bytes }: Kept) {
  await changes.run(id, async () => {
    log.warn({ container: id, bytes }, 'A container is stopped for what it keeps on the disk')
    known.stoppedForDisk(runtimeId, settings.disk.limit)
    try {
      await docker.getContainer(runtimeId).kill()
    } catch (error) {
      if (statusOf(error) !== 404 && statusOf(error) !== 409) throw error
    }
  })
}
