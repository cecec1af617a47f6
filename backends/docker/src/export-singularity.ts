import { toProblem, type SingularityEvent } from '@berth/contract'
import type { SingularityOrder } from '@berth/backend'
import type { DockerContext } from './context.ts'
import { imageToConvert } from './singularity/image-to-convert.ts'
import { toBerthError } from './translate/docker-error.ts'

/** Makes an image's SIF file, or joins who makes it. */
export async function* exportSingularity(
  { docker, sifFiles }: Pick<DockerContext, 'docker' | 'sifFiles'>,
  reference: string,
  order: SingularityOrder,
  signal: AbortSignal,
): AsyncGenerator<SingularityEvent> {
  try {
    const image = await imageToConvert(docker, reference, order.content)
    const going = sifFiles.make(image, order, signal)
    try {
      for (let next = await going.next(); ; next = await going.next()) {
        if (next.done === true) {
          yield { type: 'done', file: next.value }
          return
        }
        yield 'position' in next.value
          ? { type: 'queued', ...next.value }
          : { type: 'progress', ...next.value }
      }
    } finally {
      // Who leaves while a line waits to be read ends it here.
      await going.return(undefined as never)
    }
  } catch (error) {
    yield { type: 'failed', problem: toProblem(toBerthError(error), 'en') }
  }
}
