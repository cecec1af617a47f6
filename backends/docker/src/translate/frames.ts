export type OutputStream = 'stdout' | 'stderr'

/** Takes a piece of output; `first`: it begins a frame (for logs, one message with its time). */
export type FrameSink = (stream: OutputStream, bytes: Buffer, first: boolean) => void

/**
 * Takes apart the stream that Docker sends for a process without a terminal: frames of 8 bytes of header (stream,
 * 0, 0, 0, length as 32 bits) and their bytes. Whatever has come of a frame is passed on at once.
 */
export function frameReader(sink: FrameSink): (chunk: Buffer) => void {
  const header = Buffer.alloc(8)
  let headerLength = 0
  let left = 0
  let stream: OutputStream = 'stdout'
  let first = false
  return (chunk) => {
    let at = 0
    while (at < chunk.length) {
      if (left === 0) {
        const taken = chunk.copy(header, headerLength, at, at + 8 - headerLength)
        headerLength += taken
        at += taken
        if (headerLength < 8) return
        headerLength = 0
        stream = header[0] === 2 ? 'stderr' : 'stdout'
        left = header.readUInt32BE(4)
        first = true
        continue
      }
      const end = Math.min(chunk.length, at + left)
      sink(stream, chunk.subarray(at, end), first)
      first = false
      left -= end - at
      at = end
    }
  }
}
