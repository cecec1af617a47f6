import type { Readable } from 'node:stream'

type Destination = NodeJS.WritableStream & { readonly destroyed?: boolean }

/** Bytes that may wait to be written, so that neither side stands still while the other works. */
const ahead = 1024 * 1024

/** Bytes. Smaller pieces are left to the garbage collector: they may be constants of a library or parts of a shared pool. */
const worthwhile = 32 * 1024

/**
 * Writes what `source` gives to `destination`, no faster than it takes it, and gives back the memory of each piece as
 * soon as it is written. Left to the garbage collector, the pieces of a large file cause a full collection every 64 MB
 * (V8's limit for memory outside of its heap), which costs more than the copying itself. So nobody else may keep the
 * pieces. Done when everything is handed over; ends and destroys neither. Throws what breaks off either of them.
 */
export function writeBytes(source: Readable, destination: Destination): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>()
  let waiting = 0
  const data = (piece: Uint8Array): void => {
    const { byteLength } = piece
    waiting += byteLength
    if (waiting >= ahead) source.pause()
    destination.write(piece, (error) => {
      waiting -= byteLength
      if (error) return
      release(piece)
      if (source.isPaused() && waiting <= ahead / 2) source.resume()
    })
  }
  const ended = (): void => resolve(undefined)
  const brokenOff = (): void => reject(new Error('The stream broke off'))
  source.on('data', data).once('end', ended).once('error', reject).once('close', brokenOff)
  destination.once('error', reject).once('close', brokenOff)
  if (source.destroyed || destination.destroyed === true) brokenOff()
  return promise.finally(() => {
    source.off('data', data).off('end', ended).off('error', reject).off('close', brokenOff)
    destination.off('close', brokenOff)
  })
}

/** Detaches a piece's memory, which frees it at once, where the piece is all that lies in it. */
function release({ buffer, byteLength }: Uint8Array): void {
  if (byteLength >= worthwhile && buffer instanceof ArrayBuffer && buffer.byteLength === byteLength)
    buffer.transfer(0)
}
