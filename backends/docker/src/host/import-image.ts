import { Readable } from 'node:stream'
import { fullReference } from '../translate/image-reference.ts'
import { askDaemon } from './ask-daemon.ts'

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
  socketPath: string,
  reference: string,
  tar: AsyncIterable<unknown>,
  settings: ImageSettings,
): Promise<void> {
  // With its tag: Podman does not read the parameter `tag` here.
  const query = new URLSearchParams({ fromSrc: '-', repo: reference })
  for (const instruction of instructions(settings)) query.append('changes', instruction)
  const path = `/images/create?${query.toString()}`
  const body = Readable.from(tar, { objectMode: false })
  const progress = await askDaemon(socketPath, { method: 'POST', path, body })
  // What goes wrong once it has begun is told in the midst of the progress.
  const error = /"error":\s*"([^"]*)"/.exec(progress)?.[1]
  if (error !== undefined) throw new Error(`${reference}: ${error}`)
}

/** Whether the daemon has an image of exactly this name, which Podman tells with its registry. */
export async function hasImage(socketPath: string, reference: string): Promise<boolean> {
  const filters = encodeURIComponent(JSON.stringify({ reference: [reference] }))
  const answer = await askDaemon(socketPath, { method: 'GET', path: `/images/json?filters=${filters}` })
  const images = JSON.parse(answer) as { readonly RepoTags: readonly string[] | null }[]
  const wanted = fullReference(reference)
  return images.some(({ RepoTags }) => RepoTags?.some((tag) => fullReference(tag) === wanted) ?? false)
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
