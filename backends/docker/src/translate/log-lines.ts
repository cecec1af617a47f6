import type { LogLine } from '@berth/contract'
import { frameReader, type OutputStream } from './frames.ts'

/** Longer lines are told in pieces of this many bytes. */
export const longestLine = 65_536
/** json-file keeps messages of at most this many bytes, each with a time of its own (moby, copier.go). */
const messageBytes = 16_384
const timeForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/
const longestTime = 40
const newline = 10
const carriageReturn = 13
const space = 32

/**
 * Reads Docker's log stream, with times on: framed, or one raw stream where the main process has a terminal.
 * `push` gives the lines that are complete; `end` what is left without a line's end.
 */
export function logReader(tty: boolean): { push(chunk: Buffer): LogLine[]; end(): LogLine[] } {
  const lines: LogLine[] = []
  const emit = (line: LogLine): void => void lines.push(line)
  const out = new LineAssembler('stdout', emit)
  const err = new LineAssembler('stderr', emit)
  const readFrames = frameReader((stream, bytes, first) =>
    (stream === 'stdout' ? out : err).framed(bytes, first),
  )
  return {
    push: (chunk) => {
      if (tty) out.raw(chunk)
      else readFrames(chunk)
      return lines.splice(0)
    },
    end: () => {
      out.finish()
      err.finish()
      return lines.splice(0)
    },
  }
}

/** Puts one stream's messages together to lines: time, space, text; a message without a line's end goes on in the next. */
class LineAssembler {
  readonly #stream: OutputStream
  readonly #emit: (line: LogLine) => void
  #time = ''
  /** What has come of a message's time; undefined: within its text. */
  #head: Buffer | undefined = Buffer.alloc(0)
  #text: Buffer[] = []
  #length = 0
  #message = 0

  constructor(stream: OutputStream, emit: (line: LogLine) => void) {
    this.#stream = stream
    this.#emit = emit
  }

  raw(chunk: Buffer): void {
    this.#read(chunk, true)
  }

  framed(bytes: Buffer, first: boolean): void {
    if (first) this.#head = Buffer.alloc(0)
    this.#read(bytes, false)
  }

  finish(): void {
    if (this.#length > 0) this.#flush()
  }

  /** `splits`: a message ends unmarked after so many bytes, and a time follows. */
  #read(bytes: Buffer, splits: boolean): void {
    let rest = bytes
    while (rest.length > 0) {
      if (this.#head !== undefined) {
        rest = this.#readTime(this.#head, rest)
        continue
      }
      const end = rest.indexOf(newline)
      const room = splits ? messageBytes - this.#message : rest.length
      const take = Math.min(end === -1 ? rest.length : end, room)
      this.#append(rest.subarray(0, take))
      this.#message += take
      if (take === end) this.#flush()
      if (take === end || (splits && this.#message === messageBytes)) this.#head = Buffer.alloc(0)
      rest = rest.subarray(take === end ? end + 1 : take)
    }
  }

  /** Collects a message's time; gives what follows it. */
  #readTime(head: Buffer, bytes: Buffer): Buffer {
    const all = Buffer.concat([head, bytes])
    const at = all.indexOf(space)
    if (at === -1 && all.length <= longestTime) {
      this.#head = all
      return Buffer.alloc(0)
    }
    this.#head = undefined
    this.#message = 0
    const found = at === -1 ? '' : all.subarray(0, at).toString('latin1')
    if (!timeForm.test(found)) return all
    if (this.#length === 0) this.#time = new Date(found).toISOString()
    return all.subarray(at + 1)
  }

  #append(bytes: Buffer): void {
    for (let at = 0; at < bytes.length;) {
      const end = Math.min(bytes.length, at + longestLine - this.#length)
      this.#text.push(bytes.subarray(at, end))
      this.#length += end - at
      at = end
      if (this.#length >= longestLine) this.#flush()
    }
  }

  #flush(): void {
    if (this.#time !== '')
      this.#emit({ time: this.#time, stream: this.#stream, text: decode(Buffer.concat(this.#text)) })
    this.#text = []
    this.#length = 0
  }
}

/** UTF-8, damaged bytes replaced; without a terminal's carriage return at the end. */
function decode(bytes: Buffer): string {
  const end = bytes.at(-1) === carriageReturn ? bytes.length - 1 : bytes.length
  return bytes.toString('utf8', 0, end)
}
