import type { ReadySingularity, SingularityOptions } from '@berth/backend'
import type { DockerContext } from './context.ts'
import { imageToConvert } from './singularity/image-to-convert.ts'

/** An image's SIF file as it is kept. */
export async function getSingularity(
  { docker, sifFiles }: Pick<DockerContext, 'docker' | 'sifFiles'>,
  reference: string,
  { compression, content }: SingularityOptions,
): Promise<ReadySingularity> {
  return sifFiles.get(await imageToConvert(docker, reference, content), compression)
}
