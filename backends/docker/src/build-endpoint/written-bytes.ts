import { execFile } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { ContainerInfo, ImageInfo } from 'dockerode'
import { statusOf } from '../translate/docker-error.ts'
import { labels } from '../translate/names.ts'
import { refusal } from './refusal.ts'
import type { BuildParts } from './tenant.ts'

const execute = promisify(execFile)
/** Milliseconds in which the files of a volume are to be counted. */
const countingTime = 20_000
/** A step that is being ended holds on to its image for a moment. */
const removals = { rounds: 6, pause: 500 }

/** What a build has written since it was begun; an account has one build at a time. */
export interface WrittenBytes {
  /** Bytes of the layers that it made, of the steps that run and of their volumes. */
  measure(): Promise<number>
  /** Removes the images that it made, as far as nothing uses them. */
  remove(): Promise<void>
}

/** The labels that an account's images and containers carry, as a filter of the daemon's. */
export const labelsOf = ({ instance, tenant }: BuildParts): string[] => [
  `${labels.instance}=${instance}`,
  `${labels.account}=${tenant.account}`,
]

/** Lent containers and the account's runner carry its labels too, and one more. */
export const isStep = (of: Readonly<Record<string, string>> | undefined): boolean =>
  of?.[labels.container] === undefined && of?.[labels.runner] === undefined

/** Follows a build that is about to begin. */
export async function followWrittenBytes(parts: BuildParts): Promise<WrittenBytes> {
  const before = new Set((await imagesOf(parts)).map(({ Id }) => Id))
  const sizes = new Map<string, number>()
  const made = async (): Promise<ImageInfo[]> => {
    const images = await imagesOf(parts)
    for (const { Id, Size } of images) sizes.set(Id, Size)
    return images.filter(({ Id }) => !before.has(Id))
  }
  return {
    measure: async () => {
      // Layers first: what runs afterwards is in none of them, so nothing counts twice.
      let bytes = 0
      for (const { Size, ParentId } of await made()) bytes += Size - (await sizeOf(parts, ParentId, sizes))
      return bytes + (await runningBytes(parts))
    },
    remove: async () => {
      for (let round = 0; round < removals.rounds; round += 1) {
        const images = await made()
        if (images.length === 0) return
        const parents = new Set(images.map(({ ParentId }) => ParentId))
        // The daemon removes the nameless ones below along with an image.
        for (const { Id } of images.filter((image) => !parents.has(image.Id)))
          await parts.docker
            .getImage(Id)
            .remove()
            .catch(() => undefined)
        await sleep(removals.pause)
      }
    },
  }
}

const imagesOf = (parts: BuildParts): Promise<ImageInfo[]> =>
  parts.docker.listImages({ all: true, filters: { label: labelsOf(parts) } })

async function sizeOf({ docker }: BuildParts, id: string, sizes: Map<string, number>): Promise<number> {
  const known = id === '' ? 0 : sizes.get(id)
  if (known !== undefined) return known
  const size = await docker
    .getImage(id)
    .inspect()
    .then(
      ({ Size }) => Size,
      (error: unknown) => {
        if (statusOf(error) === 404) return 0
        throw error
      },
    )
  sizes.set(id, size)
  return size
}

async function runningBytes(parts: BuildParts): Promise<number> {
  const options = { size: true, filters: { label: labelsOf(parts) } }
  const rows = await parts.docker.listContainers(options as Parameters<typeof parts.docker.listContainers>[0])
  const steps = rows.filter(({ Labels }) => isStep(Labels))
  const written = steps.map((row) => (row as { SizeRw?: number }).SizeRw ?? 0)
  for (const step of steps) written.push(await volumeBytes(parts, step))
  return written.reduce((sum, bytes) => sum + bytes, 0)
}

/** The daemon does not tell the size of a volume but with that of everything else: its files are counted. */
async function volumeBytes({ docker, engine }: BuildParts, step: ContainerInfo): Promise<number> {
  if (step.Mounts.every(({ Type }) => Type !== 'volume')) return 0
  try {
    // A list does not tell where volumes lie.
    const { Mounts } = await docker.getContainer(step.Id).inspect()
    const sources = Mounts.filter(({ Type }) => Type === 'volume').map(({ Source }) => Source)
    const seen = await Promise.all(sources.map((source) => engine.seenPath(source)))
    const paths = seen.filter((path) => path !== undefined)
    if (paths.length < sources.length) throw new Error('the agent does not see the daemon’s volumes')
    const options = ['--summarize', '--block-size=1', '--one-file-system', '--total', '--', ...paths]
    const { stdout } = await execute('du', options, { timeout: countingTime })
    return Number(/(\d+)\ttotal\s*$/.exec(stdout)?.[1] ?? 0)
  } catch (error) {
    // The step may have ended, and its volumes with it.
    const { Running } = await docker
      .getContainer(step.Id)
      .inspect()
      .then(
        ({ State }) => State,
        () => ({ Running: false }),
      )
    if (!Running) return 0
    throw refusal(`What the build writes to a VOLUME cannot be measured here: ${String(error)}`)
  }
}
