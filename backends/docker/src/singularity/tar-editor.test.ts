import { buffer } from 'node:stream/consumers'
import { extract, pack, type Header } from 'tar-stream'
import { expect, it } from 'vitest'
import { createTarEditor, type TarEntry, type Verdict } from './tar-editor.ts'

const end = Buffer.alloc(1_024)

async function tarOf(
  entries: readonly (readonly [Partial<Header> & { name: string }, string?])[],
): Promise<Buffer> {
  const tar = pack()
  for (const [header, content = ''] of entries) tar.entry(header, content)
  tar.finalize()
  return buffer(tar)
}

/** What comes out where the tar goes in by pieces of this size, each piece's memory used again as the next comes. */
function edited(
  tar: Buffer,
  judge: (entry: TarEntry) => Verdict,
  size = tar.length,
): { out: Buffer; ended: boolean } {
  const editor = createTarEditor(judge)
  const piece = Buffer.alloc(size)
  const out: Buffer[] = []
  for (let at = 0; at < tar.length; at += size) {
    const length = tar.copy(piece, 0, at, at + size)
    for (const one of editor.push(piece.subarray(0, length))) out.push(Buffer.from(one))
  }
  return { out: Buffer.concat(out), ended: editor.ended }
}

async function entriesOf(tar: Buffer): Promise<string[]> {
  const reading = extract()
  reading.end(Buffer.concat([tar, end]))
  const found: string[] = []
  for await (const entry of reading) {
    const { name, type, mode, size } = entry.header
    found.push([name, type, mode.toString(8), size, await buffer(entry).then(String)].join(' '))
  }
  return found
}

const long = 'é'.repeat(120)
const some = () =>
  tarOf([
    [{ name: 'a/', type: 'directory', mode: 0o755 }],
    [{ name: 'a/file', mode: 0o4755 }, 'x'.repeat(700)],
    [{ name: `a/${long}`, mode: 0o600 }, 'long'],
    [{ name: 'a/device', type: 'character-device', mode: 0o660, devmajor: 1, devminor: 3 }],
    [{ name: 'a/dropped', mode: 0o644 }, 'y'.repeat(1_500)],
    [{ name: 'last', mode: 0o644 }, 'z'],
  ])

const verdicts: Readonly<Record<string, Verdict>> = { 'a/device': 'file', 'a/dropped': 'drop' }

it.each([100_000, 4_096, 512, 511, 1])('edits a tar that comes in pieces of %i bytes', async (size) => {
  const seen: string[] = []
  const judge = ({ path, type }: TarEntry): Verdict => {
    seen.push(`${type} ${path}`)
    return verdicts[path] ?? 'keep'
  }
  const { out, ended } = edited(await some(), judge, size)
  expect(ended).toBe(true)
  expect(seen).toEqual(['5 a', '0 a/file', `0 a/${long}`, '3 a/device', '0 a/dropped', '0 last'])
  expect(await entriesOf(out)).toEqual([
    'a/ directory 755 0 ',
    `a/file file 4755 700 ${'x'.repeat(700)}`,
    `a/${long} file 600 4 long`,
    'a/device file 660 0 ',
    'last file 644 1 z',
  ])
})

it('passes on what it keeps as it came, and nothing after the end', async () => {
  const tar = await some()
  const { out } = edited(Buffer.concat([tar, Buffer.from('more')]), () => 'keep')
  expect(out.equals(tar.subarray(0, tar.length - end.length))).toBe(true)
})

it('goes by sizes of more than eight gibibytes, in the header or before it', async () => {
  const size = 9 * 1024 ** 3
  const [small] = [await tarOf([[{ name: 'huge', mode: 0o644 }]])]
  const binary = Buffer.from(small.subarray(0, 512))
  binary.writeUInt8(0x80, 124)
  binary.fill(0, 125, 128)
  binary.writeBigUInt64BE(BigInt(size), 128)
  binary.write('        ', 148, 'latin1')
  binary.write(
    `${binary
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
    'latin1',
  )
  const extended = await tarOf([[{ name: 'huge', mode: 0o644, pax: { size: String(size) } }]])
  for (const header of [binary, extended.subarray(0, extended.length - end.length)]) {
    const seen: string[] = []
    const editor = createTarEditor(({ path }) => {
      seen.push(path)
      return 'drop'
    })
    editor.push(header)
    const chunk = Buffer.alloc(1024 ** 2)
    // Zeros would be the end, were they not its content.
    for (let index = 0; index < 8; index += 1) expect(editor.push(chunk)).toEqual([])
    expect([seen, editor.ended]).toEqual([['huge'], false])
  }
})

it('does not take for ended what breaks off', async () => {
  const tar = await some()
  for (const length of [100, 512, 1_500, tar.length - end.length])
    expect(edited(tar.subarray(0, length), () => 'keep').ended).toBe(false)
})

it.each([
  ['a wrong sum', (tar: Buffer) => tar.writeUInt8(0x41, 0)],
  ['no number', (tar: Buffer) => tar.write('what', 124, 'latin1')],
])('refuses a header with %s', async (_, spoil) => {
  const tar = await some()
  spoil(tar)
  expect(() => edited(tar, () => 'keep')).toThrow(expect.objectContaining({ code: 'singularity-failed' }))
})
