import type { UntaggedImage } from '@berth/contract'
import type { DockerContext } from './context.ts'
import { imagesWithSharedSizes, ownSizeOf, tagsOf } from './disk-use.ts'
import { toBerthError } from './translate/docker-error.ts'
import { labels } from './translate/names.ts'

/** What builds left behind: images of this instance that lost their last name to a newer one, and that no container uses. */
export async function listUntaggedImages({ docker, instance }: DockerContext): Promise<UntaggedImage[]> {
  try {
    const images = await imagesWithSharedSizes(docker)
    return images.flatMap((image) => {
      const { [labels.account]: account, [labels.instance]: of } = { ...image.Labels }
      if (account === undefined || of !== instance || tagsOf(image).length > 0 || image.Containers > 0)
        return []
      const createdAt = new Date(image.Created * 1_000).toISOString()
      return [{ id: image.Id, account, createdAt, ...ownSizeOf(image) }]
    })
  } catch (error) {
    throw toBerthError(error)
  }
}
