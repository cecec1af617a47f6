import { refusal } from '../refusal.ts'

/** A tar's block: https://www.gnu.org/software/tar/manual/html_node/Standard.html */
export const blockSize = 512

export interface TarHeader {
  /** One character: `0` a file, `L` a long name, `x` extended fields … */
  readonly type: string
  readonly name: string
  /** Bytes that follow. */
  readonly size: number
}

/** Reads a block as an entry's header; null for the zeros that end an archive. Throws `build-refused` for what is neither. */
export function readTarHeader(block: Buffer): TarHeader | null {
  if (block.every((byte) => byte === 0)) return null
  const size = sizeOf(block)
  if (checksum(block) !== octal(block.subarray(148, 156)) || !Number.isSafeInteger(size)) throw notTar()
  const type = String.fromCharCode(block[156] ?? 0)
  // Links, folders and devices have no body, whatever their size field says.
  return { type, name: nameOf(block), size: /^[1-6]$/.test(type) ? 0 : size }
}

export const notTar = () => refusal('The build context is not a tar (plain or gzip).')

export const textUntilNul = (bytes: Buffer): string => bytes.toString('utf8').replace(/\0.*$/s, '')

function nameOf(header: Buffer): string {
  const name = textUntilNul(header.subarray(0, 100))
  const ustar = header.subarray(257, 263).toString('latin1') === 'ustar\0'
  const prefix = ustar ? textUntilNul(header.subarray(345, 500)) : ''
  return prefix === '' ? name : `${prefix}/${name}`
}

/** Without `./`, doubled slashes and a leading slash; what leads upwards is nobody’s path. */
export const plainPath = (path: string): string =>
  path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')

function sizeOf(header: Buffer): number {
  const field = header.subarray(124, 136)
  return ((field[0] ?? 0) & 0x80) === 0 ? octal(field) : Number(field.readBigUInt64BE(4))
}

function octal(field: Buffer): number {
  const text = textUntilNul(field).trim()
  return /^[0-7]*$/.test(text) ? Number.parseInt(text === '' ? '0' : text, 8) : Number.NaN
}

/** The sum of the header's bytes, its own field taken for spaces. */
function checksum(header: Buffer): number {
  let sum = 0
  for (let index = 0; index < blockSize; index += 1)
    sum += index >= 148 && index < 156 ? 0x20 : (header[index] ?? 0)
  return sum
}

/** `<length> <key>=<value>\n`, one after another. */
export function paxRecords(content: Buffer): Map<string, string> {
  const records = new Map<string, string>()
  let position = 0
  while (position < content.length) {
    const space = content.indexOf(0x20, position)
    const length = Number(content.subarray(position, Math.max(position, space)).toString('latin1'))
    if (space < 0 || !Number.isInteger(length) || length <= space - position + 1) break
    const record = content.subarray(space + 1, position + length - 1).toString('utf8')
    const equals = record.indexOf('=')
    records.set(record.slice(0, equals), record.slice(equals + 1))
    position += length
  }
  return records
}
