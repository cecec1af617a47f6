import type { Readable } from 'node:stream'
import { writeBytes } from '@berth/contract/node'

/** A stream as dockerode takes it for a request's body: the memory of its pieces is given back as they are written. */
export function requestBody(source: Readable): Readable {
  const pipe = <T extends NodeJS.WritableStream>(request: T): T => {
    // What broke off ends short, which Docker takes for a broken archive.
    const end = (): void => void request.end()
    writeBytes(source, request).then(end, end)
    return request
  }
  return Object.assign(source, { pipe })
}
