import type { ImageInspectInfo } from 'dockerode'
import { ownRegistry, registryOf, splitReference } from './translate/image-reference.ts'
import { labels } from './translate/names.ts'

/**
 * The account that built an image here, where it lies under a name that no registry gave it: somebody with the host's
 * Docker tagged it so, which makes it nobody else's. Undefined for every other image, and for Berth's own names, which
 * the console judges.
 */
export function ownerByLabel(
  { Config, RepoDigests }: Pick<ImageInspectInfo, 'Config' | 'RepoDigests'>,
  reference: string,
  instance: string,
): string | undefined {
  const { Labels } = Config as { Labels?: Readonly<Record<string, string>> | null }
  if (Labels?.[labels.instance] !== instance || registryOf(reference) === ownRegistry) return undefined
  const { repository } = splitReference(reference)
  const names = [repository, repository.replace(/^docker\.io\/(?:library\/)?/, '')]
  const digests = (RepoDigests as readonly string[] | null) ?? []
  return digests.some((digest) => names.includes(digest.split('@')[0] ?? ''))
    ? undefined
    : Labels[labels.account]
}
