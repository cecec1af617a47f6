/** A piece of a SIF beside its file system: the definition, or JSON under a name that Apptainer looks for. */
export interface SifObject {
  readonly kind: 'definition' | 'json'
  readonly name: string
  readonly content: Buffer
}

export interface SifParts {
  /** Architecture as Docker and Go name it. */
  readonly architecture: string
  readonly id: Buffer
  readonly createdAt: Date
  readonly objects: readonly SifObject[]
  /** Bytes of the squashfs, which lies at `squashfsOffset(objects)`. */
  readonly squashfsSize: number
}

const launch = '#!/usr/bin/env run-singularity\n'
const descriptorSize = 585
const descriptorCount = 48
const descriptorsAt = 4_096
const dataAt = descriptorsAt + descriptorCount * descriptorSize
const alignment = 4_096
const firstGroup = 0xf0000001
const types = { definition: 0x4001, partition: 0x4004, json: 0x4006 } as const
/** The format's numbers: a squashfs, being the container's own file system. */
const partition = { squashfs: 1, primarySystem: 2 } as const

const architectures: Readonly<Record<string, string>> = {
  '386': '01',
  amd64: '02',
  arm: '03',
  arm64: '04',
  ppc64le: '06',
  s390x: '11',
  riscv64: '12',
}

/** Whether a SIF can say that it is for this architecture. */
export const isSifArchitecture = (architecture: string): boolean => architecture in architectures

/** Where the squashfs begins: after these objects, aligned as a file system wants it. */
export const squashfsOffset = (objects: readonly SifObject[]): number =>
  Math.ceil(endOf(objects) / alignment) * alignment

const endOf = (objects: readonly SifObject[]): number =>
  objects.reduce((sum, { content }) => sum + content.length, dataAt)

/**
 * All that stands in front of the squashfs, `squashfsOffset(objects)` bytes: header, descriptors and objects, laid out as
 * Apptainer 1.4.5 does (format 01, https://github.com/apptainer/sif; little-endian, packed).
 */
export function sifHead(parts: SifParts): Buffer {
  const offset = squashfsOffset(parts.objects)
  const head = Buffer.alloc(offset)
  writeHeader(head, parts, offset)
  let at = dataAt
  for (const [index, { kind, name, content }] of parts.objects.entries()) {
    writeDescriptor(head, index, parts, {
      type: types[kind],
      at,
      size: content.length,
      padded: content.length,
      name,
    })
    content.copy(head, at)
    at += content.length
  }
  const index = parts.objects.length
  const size = parts.squashfsSize
  const extra = writeDescriptor(head, index, parts, {
    type: types.partition,
    at: offset,
    size,
    padded: offset - at + size,
    name: '',
  })
  extra.writeInt32LE(partition.squashfs, 0)
  extra.writeInt32LE(partition.primarySystem, 4)
  extra.write(architectures[parts.architecture] ?? '', 8, 'latin1')
  return head
}

function writeHeader(head: Buffer, parts: SifParts, offset: number): void {
  head.write(launch, 0, 'latin1')
  head.write('SIF_MAGIC', 32, 'latin1')
  head.write('01', 42, 'latin1')
  head.write(architectures[parts.architecture] ?? '', 45, 'latin1')
  parts.id.copy(head, 48, 0, 16)
  const now = seconds(parts.createdAt)
  const free = descriptorCount - parts.objects.length - 1
  const numbers = [now, now, free, descriptorCount, descriptorsAt, descriptorCount * descriptorSize, dataAt]
  const size = offset - dataAt + parts.squashfsSize
  for (const [index, value] of [...numbers, size].entries())
    head.writeBigInt64LE(BigInt(value), 64 + 8 * index)
}

interface Descriptor {
  readonly type: number
  readonly at: number
  readonly size: number
  /** With what aligns it. */
  readonly padded: number
  readonly name: string
}

/** Writes one descriptor and gives its extra bytes. Owner and group of every piece are root, 0. */
function writeDescriptor(head: Buffer, index: number, { createdAt }: SifParts, piece: Descriptor): Buffer {
  const at = descriptorsAt + index * descriptorSize
  head.writeInt32LE(piece.type, at)
  head.writeUInt8(1, at + 4)
  head.writeUInt32LE(index + 1, at + 5)
  head.writeUInt32LE(firstGroup, at + 9)
  const now = seconds(createdAt)
  for (const [field, value] of [piece.at, piece.size, piece.padded, now, now].entries())
    head.writeBigInt64LE(BigInt(value), at + 17 + 8 * field)
  head.write(piece.name, at + 73, 127, 'utf8')
  return head.subarray(at + 201, at + descriptorSize)
}

const seconds = (date: Date): number => Math.floor(date.getTime() / 1_000)
