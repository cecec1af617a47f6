import { Readable } from 'node:stream'
import { BerthError } from '@berth/contract'

/** Undefined: more can come at once. */
export type Taken = Promise<void> | undefined

/**
 * Gives all that `content` has to `take`, no faster than it takes it. Throws what either of them throws, and
 * `upload-incomplete` where the content breaks off; a stream is then left paused, neither ended nor destroyed.
 */
export async function pour(content: AsyncIterable<unknown>, take: (piece: Buffer) => Taken): Promise<void> {
  if (content instanceof Readable) await pourStream(content, take)
  else for await (const piece of content) await take(piece as Buffer)
}

/** By events: an iterator's promises for each piece cost more than what is done with it. */
function pourStream(content: Readable, take: (piece: Buffer) => Taken): Promise<undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>()
  const data = (piece: Buffer): void => {
    try {
      const taken = take(piece)
      if (taken === undefined) return
      content.pause()
      taken.then(() => content.resume(), reject)
    } catch (error) {
      reject(error)
    }
  }
  const ended = (): void => resolve(undefined)
  const brokenOff = (): void => reject(content.errored ?? new BerthError('upload-incomplete'))
  content.on('data', data).once('end', ended).once('error', reject).once('close', brokenOff)
  content.resume()
  if (content.readableEnded) ended()
  else if (content.destroyed) brokenOff()
  return promise.finally(() => {
    content.off('data', data).off('end', ended).off('error', reject).off('close', brokenOff)
    if (!content.readableEnded) content.pause()
  })
}
