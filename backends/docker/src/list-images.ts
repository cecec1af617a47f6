import type { ImageInfo } from 'dockerode'
import type { AgentImage } from '@berth/contract'
import type { DockerContext } from './context.ts'
import { toBerthError } from './translate/docker-error.ts'
import { fullReference } from './translate/image-reference.ts'

/** The daemon's images, a row a reference, each in its full form. */
export async function listImages(context: Pick<DockerContext, 'docker'>): Promise<AgentImage[]> {
  try {
    return (await context.docker.listImages()).flatMap(rowsOf)
  } catch (error) {
    throw toBerthError(error)
  }
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
      createdAt: new Date(image.Created * 1_000).toISOString(),
      labels: { ...image.Labels },
    }
  })
}
