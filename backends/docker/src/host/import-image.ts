import { Readable } from 'node:stream'
import type Docker from 'dockerode'

/** How an image that is made from a file tree is run: the same meaning as a Dockerfile's instructions. */
export interface ImageSettings {
  readonly command: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly ports?: readonly number[]
  readonly workingFolder?: string
  readonly labels?: Readonly<Record<string, string>>
}

/** Makes a one-layer image of a tar stream and gives it this name. Repeating it replaces the image. */
export async function importImage(
  docker: Docker,
  reference: string,
  tar: AsyncIterable<unknown>,
  settings: ImageSettings,
): Promise<void> {
  const { repo, tag } = splitReference(reference)
  const changes = instructions(settings)
  const progress = await docker.importImage(Readable.from(tar, { objectMode: false }), { repo, tag, changes })
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(progress, (error: Error | null) => {
      if (error) reject(error)
      else resolve()
    })
  })
}

/** Whether the daemon has an image of exactly this name. */
export async function hasImage(docker: Docker, reference: string): Promise<boolean> {
  const images = await docker.listImages({ filters: { reference: [reference] } })
  return images.some((image) => image.RepoTags?.includes(reference) ?? false)
}

function splitReference(reference: string): { repo: string; tag: string } {
  const colon = reference.lastIndexOf(':')
  return colon > reference.lastIndexOf('/')
    ? { repo: reference.slice(0, colon), tag: reference.slice(colon + 1) }
    : { repo: reference, tag: 'latest' }
}

function instructions(settings: ImageSettings): string[] {
  return [
    `CMD ${JSON.stringify(settings.command)}`,
    ...Object.entries(settings.environment ?? {}).map(
      ([name, value]) => `ENV ${name}=${JSON.stringify(value)}`,
    ),
    ...(settings.ports ?? []).map((port) => `EXPOSE ${String(port)}`),
    ...(settings.workingFolder === undefined ? [] : [`WORKDIR ${settings.workingFolder}`]),
    ...Object.entries(settings.labels ?? {}).map(([name, value]) => `LABEL ${name}=${JSON.stringify(value)}`),
  ]
}
