import { BerthError } from '@berth/contract'
import type Docker from 'dockerode'
import { toBerthError } from '../translate/docker-error.ts'
import { fullReference, splitReference } from '../translate/image-reference.ts'
import type { RunConfig } from './image-scripts.ts'

/** An image as its conversion needs it. */
export interface ImageToConvert {
  readonly reference: string
  /** The daemon's ID, a digest of its content. */
  readonly id: string
  /** Bytes of its layers, which its tree does not exceed by much. */
  readonly size: number
  readonly architecture: string
  readonly run: RunConfig
  readonly labels: Readonly<Record<string, string>>
  /** Its configuration as the daemon tells it. */
  readonly config: Readonly<Record<string, unknown>>
  /** Folders of its layers, the top first; empty where the daemon does not say. */
  readonly layers: readonly string[]
}

/** As far as it is read here. What is empty comes as null or not at all, whatever dockerode's types promise. */
interface Inspected {
  readonly Id: string
  readonly Size: number
  readonly Architecture: string
  readonly RepoTags?: readonly string[] | null
  readonly RepoDigests?: readonly string[] | null
  readonly GraphDriver?: { readonly Data?: Readonly<Record<string, string>> | null }
  readonly Config?: {
    readonly Entrypoint?: string[] | string | null | undefined
    readonly Cmd?: string[] | null
    readonly Env?: string[] | null
    readonly Labels?: Readonly<Record<string, string>> | null
  }
}

/**
 * The image of exactly this full reference and, where one is named, this content. Throws `image-absent` for another,
 * whatever the daemon takes it for, and `runtime-unavailable`.
 */
export async function imageToConvert(
  docker: Docker,
  reference: string,
  content?: string,
): Promise<ImageToConvert> {
  const image: Inspected = await docker
    .getImage(reference)
    .inspect()
    .catch((error: unknown) => {
      throw toBerthError(error, { image: reference })
    })
  const names = [...(image.RepoTags ?? []), ...(image.RepoDigests ?? [])].map(fullReference)
  if (!names.includes(nameKept(reference)) || (content !== undefined && content !== image.Id))
    throw new BerthError('image-absent', { image: reference })
  const config = image.Config ?? {}
  const { UpperDir: top = '', LowerDir: lower = '' } = image.GraphDriver?.Data ?? {}
  return {
    reference,
    id: image.Id,
    size: image.Size,
    architecture: image.Architecture,
    run: {
      entrypoint: [config.Entrypoint ?? []].flat(),
      command: config.Cmd ?? [],
      environment: config.Env ?? [],
    },
    labels: config.Labels ?? {},
    config: { ...config },
    layers: [top, ...lower.split(':')].filter((folder) => folder !== ''),
  }
}

/** As the daemon lists it: a digest without the tag beside it. */
function nameKept(reference: string): string {
  const { repository, tag } = splitReference(reference)
  return reference.includes('@') ? `${repository}@${tag}` : reference
}

/** What the file is saved as: `apptainer pull` names its files so. Without a tag the digest begins with enough to tell it from others. */
export function fileName(reference: string): string {
  const [, name = 'image', tag, digest] = /([^/:@]+)(?::([^/@]+))?(?:@[^/:]+:([^/]+))?$/.exec(reference) ?? []
  return `${name}_${tag ?? digest?.slice(0, 12) ?? 'latest'}.sif`
}
