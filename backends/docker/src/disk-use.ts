import type Docker from 'dockerode'
import type { ImageInfo } from 'dockerode'

/** Images with what they share: of all Docker's versions only the account of the disk's use tells it, and takes a while. */
export async function imagesWithSharedSizes(docker: Docker): Promise<ImageInfo[]> {
  const { Images } = (await docker.df()) as { readonly Images: ImageInfo[] | null }
  return Images ?? []
}

/** Bytes that no other image shares, where the daemon tells. */
export const ownSizeOf = ({ Size, SharedSize }: ImageInfo): { ownSize?: number } =>
  SharedSize >= 0 ? { ownSize: Size - SharedSize } : {}

export const tagsOf = ({ RepoTags }: Pick<ImageInfo, 'RepoTags'>): string[] =>
  (RepoTags ?? []).filter((tag) => !tag.includes('<none>'))
