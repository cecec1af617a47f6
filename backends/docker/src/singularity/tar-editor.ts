import { BerthError } from '@berth/contract'

/** What an entry says of itself, as far as it is judged. `path` has neither a leading `./` nor a trailing slash. */
export interface TarEntry {
  readonly path: string
  /** The header's type flag: `0` a file, `1` a hard link, `2` a symbolic link, `3` and `4` devices, `5` a folder. */
  readonly type: string
}

/** What becomes of an entry; `file`: an empty file of the same mode in its place. */
export type Verdict = 'keep' | 'drop' | 'file'

/** Edits a tar as it passes, without gathering it. */
export interface TarEditor {
  /** Takes the next bytes and gives those that go out. Throws `singularity-failed` for what is no tar. */
  push(chunk: Buffer): Buffer[]
  /** Whether the tar's end has been seen. What follows it is not passed on, nor is the end itself. */
  readonly ended: boolean
}

const block = 512
/** Extended headers hold names and attributes; more than this is no real one. */
const longestExtension = 1024 * 1024
const extensions = new Set(['x', 'g', 'L', 'K'])

interface Found {
  readonly entry: TarEntry
  /** Where its own header begins, behind its extended ones. */
  readonly header: number
  readonly body: number
  readonly size: number
}

/** Judges each entry of a tar once, in order; the bodies are passed on as they are. */
export function createTarEditor(judge: (entry: TarEntry) => Verdict): TarEditor {
  let rest: Buffer = Buffer.alloc(0)
  let body = 0
  let keeping = true
  let ended = false
  const push = (chunk: Buffer): Buffer[] => {
    const out: Buffer[] = []
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    rest = bytes.subarray(0, 0)
    // From `from` on, all that was looked at goes out; it goes in one piece as long as nothing is dropped.
    let from = 0
    let at = 0
    const flush = (): void => {
      if (at > from) out.push(bytes.subarray(from, at))
    }
    while (at < bytes.length && !ended) {
      if (body > 0) {
        const step = Math.min(body, bytes.length - at)
        body -= step
        at += step
        if (!keeping) from = at
        continue
      }
      const found = findEntry(bytes, at)
      if (found === 'more') break
      if (found === 'end') {
        ended = true
        break
      }
      const verdict = judge(found.entry)
      keeping = verdict !== 'drop'
      if (verdict === 'keep') at = found.body
      else {
        flush()
        if (verdict === 'file') out.push(bytes.subarray(at, found.header), emptyFile(bytes, found.header))
        at = found.body
        from = at
      }
      body = padded(found.size)
    }
    flush()
    if (!ended) rest = Buffer.from(bytes.subarray(at))
    return out
  }
  return {
    push,
    get ended() {
      return ended
    },
  }
}

/** The entry whose headers begin here; `more`: they are not all here yet. */
function findEntry(bytes: Buffer, start: number): Found | 'more' | 'end' {
  let at = start
  let path: string | undefined
  let size: number | undefined
  for (;;) {
    if (bytes.length - at < block) return 'more'
    const header = bytes.subarray(at, at + block)
    if (header.every((byte) => byte === 0)) return 'end'
    checkSum(header)
    const type = header[156] === 0 ? '0' : String.fromCharCode(header[156] ?? 0)
    const length = numberAt(header, 124, 12)
    if (!extensions.has(type)) {
      const entry = { path: tidy(path ?? nameOf(header)), type }
      const carries = type === '0' || type === '7' || type === 'S'
      return { entry, header: at, body: at + block, size: carries ? (size ?? length) : 0 }
    }
    if (length > longestExtension) throw notATar('an extended header is too long')
    const next = at + block + padded(length)
    if (bytes.length < next) return 'more'
    const content = bytes.subarray(at + block, at + block + length)
    if (type === 'L') path = textOf(content)
    if (type === 'x') {
      const records = paxRecords(content)
      path = records.get('path') ?? path
      size = records.has('size') ? Number(records.get('size')) : size
    }
    at = next
  }
}

/** The records of an extended header, `<length> <key>=<value>\n`, the length counting the whole record in bytes. */
function paxRecords(content: Buffer): Map<string, string> {
  const records = new Map<string, string>()
  for (let at = 0; at < content.length;) {
    const space = content.indexOf(0x20, at)
    const length = Number(content.toString('latin1', at, space))
    if (space === -1 || !Number.isSafeInteger(length) || length <= space - at)
      throw notATar('an extended header cannot be read')
    const record = content.toString('utf8', space + 1, at + length - 1)
    const equals = record.indexOf('=')
    records.set(record.slice(0, equals), record.slice(equals + 1))
    at += length
  }
  return records
}

const padded = (size: number): number => Math.ceil(size / block) * block

const nameOf = (header: Buffer): string => {
  const name = textOf(header.subarray(0, 100))
  const prefix = header.toString('latin1', 257, 262) === 'ustar' ? textOf(header.subarray(345, 500)) : ''
  return prefix === '' ? name : `${prefix}/${name}`
}

const textOf = (field: Buffer): string => {
  const end = field.indexOf(0)
  return field.toString('utf8', 0, end === -1 ? field.length : end)
}

const tidy = (path: string): string => path.replace(/^(\.?\/)+/, '').replace(/\/+$/, '')

/** A number of a header: octal digits or, with the first bit set, big-endian bytes. */
function numberAt(header: Buffer, at: number, length: number): number {
  if (((header[at] ?? 0) & 0x80) !== 0) return Number(header.readBigUInt64BE(at + length - 8))
  const digits = textOf(header.subarray(at, at + length)).trim()
  if (!/^[0-7]*$/.test(digits)) throw notATar('a header has no number where one belongs')
  return digits === '' ? 0 : Number.parseInt(digits, 8)
}

/** A header's bytes add up to what it says, with blanks in the place of the sum. */
function checkSum(header: Buffer): void {
  if (numberAt(header, 148, 8) !== sumOf(header)) throw notATar('a header’s sum is wrong')
}

function sumOf(header: Buffer): number {
  let sum = 8 * 0x20
  for (let index = 0; index < block; index += 1) if (index < 148 || index >= 156) sum += header[index] ?? 0
  return sum
}

/** The header at this place, said to be of an empty file. */
function emptyFile(bytes: Buffer, at: number): Buffer {
  const header = Buffer.from(bytes.subarray(at, at + block))
  // Docker writes the kind into the mode too.
  const mode = numberAt(header, 100, 8) & 0o7777
  header.write(`${mode.toString(8).padStart(7, '0')}\0`, 100, 'latin1')
  header.write('0', 156, 'latin1')
  header.write('00000000000\0', 124, 'latin1')
  header.write(`${sumOf(header).toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return header
}

const notATar = (message: string): BerthError => new BerthError('singularity-failed', { message })
