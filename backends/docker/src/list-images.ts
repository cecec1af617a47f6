import type { ImageInfo } from 'dockerode'
import type { AgentImage } from '@berth/contract'
import type { DockerContext } from './context.ts'
import { tagsOf } from './disk-use.ts'
import { toBerthError } from './translate/docker-error.ts'
import { fullReference } from './translate/image-reference.ts'

/** The daemon's images, a row a reference, each in its full form. */
export async function listImages({ docker }: Pick<DockerContext, 'docker'>): Promise<AgentImage[]> {
  try {
    return (await docker.listImages()).flatMap(rowsOf)
  } catch (error) {
    throw toBerthError(error)
  }
}

/** The same with what each consists of; those without a name too, by their IDs. */
export async function listImagesWithLayers({
  docker,
  imageLayers,
}: Pick<DockerContext, 'docker' | 'imageLayers'>): Promise<AgentImage[]> {
  try {
    const images = await docker.listImages()
    const layers = await imageLayers.of(images.map(({ Id }) => Id))
    return images
      .flatMap((image) => (tagsOf(image).length === 0 ? [rowOf(image, image.Id, null)] : rowsOf(image)))
      .map((row) => ({ ...row, layers: layers.get(row.id) ?? [] }))
  } catch (error) {
    throw toBerthError(error)
  }
}

function rowsOf(image: ImageInfo): AgentImage[] {
  return tagsOf(image).map((tag) => {
    const repository = tag.slice(0, tag.lastIndexOf(':'))
    const digest = image.RepoDigests?.find((one) => one.startsWith(`${repository}@`))
    return rowOf(image, fullReference(tag), digest?.split('@')[1] ?? null)
  })
}

const rowOf = (image: ImageInfo, reference: string, digest: string | null): AgentImage => ({
  reference,
  id: image.Id,
  digest,
  size: image.Size,
  createdAt: new Date(image.Created * 1_000).toISOString(),
  labels: { ...image.Labels },
})
