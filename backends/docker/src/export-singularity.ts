import { toProblem, type SingularityEvent } from '@berth/contract'
import type { SingularityOptions } from '@berth/backend'
import type { DockerContext } from './context.ts'
import { imageToConvert } from './singularity/image-to-convert.ts'
import { toBerthError } from './translate/docker-error.ts'

/** Makes an image's SIF file, or joins who makes it. */
export async function* exportSingularity(
  { docker, sifFiles }: Pick<DockerContext, 'docker' | 'sifFiles'>,
  reference: string,
  { compression, content }: SingularityOptions,
  signal: AbortSignal,
): AsyncGenerator<SingularityEvent> {
  try {
    const image = await imageToConvert(docker, reference, content)
    const going = sifFiles.make(image, compression, signal)
    for (let next = await going.next(); ; next = await going.next()) {
      if (next.done === true) {
        yield { type: 'done', file: next.value }
        return
      }
      yield 'position' in next.value ? { type: 'queued', ...next.value } : { type: 'progress', ...next.value }
    }
  } catch (error) {
    yield { type: 'failed', problem: toProblem(toBerthError(error), 'en') }
  }
}
