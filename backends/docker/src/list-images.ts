import type { ImageInfo } from 'dockerode'
import type { AgentImage } from '@berth/contract'
import type { DockerContext } from './context.ts'
import { imagesWithSharedSizes, ownSizeOf, tagsOf } from './disk-use.ts'
import { toBerthError } from './translate/docker-error.ts'
import { fullReference } from './translate/image-reference.ts'

/** The daemon's images, a row a reference, each in its full form. */
export async function listImages(
  { docker }: Pick<DockerContext, 'docker'>,
  { ownSizes }: { readonly ownSizes: boolean } = { ownSizes: false },
): Promise<AgentImage[]> {
  try {
    return (ownSizes ? await imagesWithSharedSizes(docker) : await docker.listImages()).flatMap(rowsOf)
  } catch (error) {
    throw toBerthError(error)
  }
}

function rowsOf(image: ImageInfo): AgentImage[] {
  return tagsOf(image).map((tag) => {
    const repository = tag.slice(0, tag.lastIndexOf(':'))
    const digest = image.RepoDigests?.find((one) => one.startsWith(`${repository}@`))
    return {
      reference: fullReference(tag),
      id: image.Id,
      digest: digest?.split('@')[1] ?? null,
      size: image.Size,
      ...ownSizeOf(image),
      createdAt: new Date(image.Created * 1_000).toISOString(),
      labels: { ...image.Labels },
    }
  })
}
