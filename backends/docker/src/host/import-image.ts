import { Readable } from 'node:stream'
import type Docker from 'dockerode'
import { fullReference } from '../translate/image-reference.ts'

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
  const progress = await docker.importImage(Readable.from(tar, { objectMode: false }), {
    // With its tag: Podman does not read the parameter `tag` here.
    repo: reference,
    changes: instructions(settings),
  })
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(progress, (error: Error | null) => {
      if (error) reject(error)
      else resolve()
    })
  })
}

/** Whether the daemon has an image of exactly this name, which Podman tells with its registry. */
export async function hasImage(docker: Docker, reference: string): Promise<boolean> {
  const images = await docker.listImages({ filters: { reference: [reference] } })
  const wanted = fullReference(reference)
  return images.some((image) => image.RepoTags?.some((tag) => fullReference(tag) === wanted) ?? false)
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
