import type { ImageInfo } from 'dockerode'
import type { AgentImage } from '@berth/contract'
import type { DockerContext } from './context.ts'
import { toBerthError } from './translate/docker-error.ts'
import { fullReference } from './translate/image-reference.ts'

/** The daemon's images, a row a reference, each in its full form. */
export async function listImages(
  { docker }: Pick<DockerContext, 'docker'>,
  { ownSizes }: { readonly ownSizes: boolean } = { ownSizes: false },
): Promise<AgentImage[]> {
  try {
    return (ownSizes ? await withSharedSizes(docker) : await docker.listImages()).flatMap(rowsOf)
  } catch (error) {
    throw toBerthError(error)
  }
}

/** Of all Docker's versions only the account of the disk's use tells what images share; it takes a while. */
async function withSharedSizes(docker: DockerContext['docker']): Promise<ImageInfo[]> {
  const { Images } = (await docker.df()) as { readonly Images: ImageInfo[] | null }
  return Images ?? []
}

function rowsOf(image: ImageInfo): AgentImage[] {
  const tags = (image.RepoTags ?? []).filter((tag) => !tag.includes('<none>'))
  return tags.map((tag) => {
    const repository = tag.slice(0, tag.lastIndexOf(':'))
    const digest = image.RepoDigests?.find((one) => one.startsWith(`${repository}@`))
    return {
      reference: fullReference(tag),
      id: image.Id,
      digest: digest?.split('@')[1] ?? null,
      size: image.Size,
      ...(image.SharedSize >= 0 ? { ownSize: image.Size - image.SharedSize } : {}),
      createdAt: new Date(image.Created * 1_000).toISOString(),
      labels: { ...image.Labels },
    }
  })
}
