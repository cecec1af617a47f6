import { BerthError } from '@berth/contract'
import type { DockerContext } from './context.ts'
import { tagsOf } from './disk-use.ts'
import { statusOf, toBerthError } from './translate/docker-error.ts'
import { labels } from './translate/names.ts'

/** `not-found` for one that has a name or was not built by this instance; the daemon keeps what a container uses. */
export async function removeUntaggedImage(
  { docker, instance, sifFiles }: DockerContext,
  id: string,
): Promise<void> {
  try {
    const image = docker.getImage(id)
    const { Config, Id, RepoTags } = await image.inspect()
    const { Labels } = Config as { readonly Labels?: Readonly<Record<string, string>> | null }
    if (Labels?.[labels.instance] !== instance || tagsOf({ RepoTags }).length > 0)
      throw new BerthError('not-found')
    await image.remove()
    await sifFiles.forget(Id)
  } catch (error) {
    if (statusOf(error) === 404) return
    if (statusOf(error) === 409) throw new BerthError('image-in-use', { containers: '?' }, { cause: error })
    throw toBerthError(error)
  }
}
