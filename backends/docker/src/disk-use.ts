import type Docker from 'dockerode'
import type { ImageInfo } from 'dockerode'

/** Images with what they share: of all Docker's versions only the account of the disk's use tells it, and takes a while. */
export async function imagesWithSharedSizes(docker: Docker): Promise<ImageInfo[]> {
  const { Images } = (await accountOfDisk(docker)) as { readonly Images: ImageInfo[] | null }
  return Images ?? []
}

const asked = new WeakMap<Docker, Promise<unknown>>()

/** The daemon's account of its disk. It refuses a second one at a time (Docker 20.10): who asks meanwhile gets the same. */
export function accountOfDisk(docker: Docker): Promise<unknown> {
  const going = asked.get(docker)
  if (going !== undefined) return going
  const account = (docker.df() as Promise<unknown>).finally(() => asked.delete(docker))
  asked.set(docker, account)
  return account
}

/** Bytes that no other image shares, where the daemon tells. */
export const ownSizeOf = ({ Size, SharedSize }: ImageInfo): { ownSize?: number } =>
  SharedSize >= 0 ? { ownSize: Size - SharedSize } : {}

export const tagsOf = ({ RepoTags }: Pick<ImageInfo, 'RepoTags'>): string[] =>
  (RepoTags ?? []).filter((tag) => !tag.includes('<none>'))
