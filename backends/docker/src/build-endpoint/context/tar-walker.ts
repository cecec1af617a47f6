import { refusal } from '../refusal.ts'
import { blockSize, notTar, paxRecords, plainPath, readTarHeader, textUntilNul } from './tar-header.ts'

/** Longest Dockerfile or long name that is kept in memory. */
const keptAtMost = 1024 * 1024

type Phase = 'header' | 'skip' | 'name' | 'pax' | 'wanted' | 'end'

/** Follows a tar that passes by, whatever its chunks, and keeps one file of it: the first of the wanted path. */
export class TarWalker {
  readonly #wanted: string
  #phase: Phase = 'header'
  #kept: Buffer[] = []
  #missing = blockSize
  #padding = 0
  #longName: string | undefined
  #longSize: number | undefined
  #found: Buffer | undefined

  /** `wanted`: a path inside the archive, in its plain form. */
  constructor(wanted: string) {
    this.#wanted = wanted
  }

  /** The wanted file's content, once it has passed. */
  get found(): Buffer | undefined {
    return this.#found
  }

  get ended(): boolean {
    return this.#phase === 'end'
  }

  /** Looks at the next bytes; gives those that belong to the archive, without the zeros that end it. */
  take(chunk: Buffer): Buffer {
    const passed: Buffer[] = []
    let position = 0
    while (position < chunk.length && this.#phase !== 'end') {
      const piece = chunk.subarray(position, position + this.#missing)
      const inHeader = this.#phase === 'header'
      if (this.#phase !== 'skip') this.#kept.push(piece)
      if (!inHeader) passed.push(piece)
      position += piece.length
      this.#missing -= piece.length
      if (this.#missing > 0) continue
      const whole = Buffer.concat(this.#kept)
      this.#kept = []
      if (!inHeader) this.#keep(whole)
      else if (this.#begin(whole)) passed.push(whole)
    }
    return passed.length === 1 ? (passed[0] ?? chunk) : Buffer.concat(passed)
  }

  /** False at the end of the archive. */
  #begin(block: Buffer): boolean {
    const header = readTarHeader(block)
    if (header === null) {
      this.#phase = 'end'
      return false
    }
    if (header.type === 'S') throw sparse()
    const meta = 'LKxg'.includes(header.type)
    const size = meta ? header.size : (this.#longSize ?? header.size)
    this.#phase = meta ? metaPhase(header.type) : this.#phaseOf(this.#longName ?? header.name, header.type)
    if (!meta) this.#longName = this.#longSize = undefined
    if (this.#phase !== 'skip' && size > keptAtMost)
      throw refusal(`${this.#wanted} or a file’s name is longer than 1 MiB.`)
    this.#missing = size
    this.#padding = (blockSize - (size % blockSize)) % blockSize
    if (size === 0) this.#keep(Buffer.alloc(0))
    return true
  }

  #phaseOf(name: string, type: string): Phase {
    if (this.#found !== undefined || plainPath(name) !== this.#wanted) return 'skip'
    if (type === '0' || type === '\0') return 'wanted'
    throw refusal(`${this.#wanted} in the build context is no ordinary file.`)
  }

  #keep(bytes: Buffer): void {
    if (this.#phase === 'wanted') this.#found = bytes
    if (this.#phase === 'name') this.#longName = textUntilNul(bytes)
    if (this.#phase === 'pax') {
      const records = paxRecords(bytes)
      if ([...records.keys()].some((key) => key.startsWith('GNU.sparse.'))) throw sparse()
      this.#longName = records.get('path') ?? this.#longName
      const size = records.get('size')
      if (size !== undefined) this.#longSize = Number(size)
      if (!Number.isSafeInteger(this.#longSize ?? 0)) throw notTar()
    }
    this.#phase = this.#padding > 0 ? 'skip' : 'header'
    this.#missing = this.#padding > 0 ? this.#padding : blockSize
    this.#padding = 0
  }
}

/** A few bytes of it would be any number of zeros on the daemon's disk. */
const sparse = () => refusal('The build context holds a sparse file: make the tar without --sparse.')

const metaPhase = (type: string): Phase => (type === 'L' ? 'name' : type === 'x' ? 'pax' : 'skip')
