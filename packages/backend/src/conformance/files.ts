import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import type { IncomingFile } from '../port.ts'
import type { Bench } from './subject.ts'
import { bytesOf, failsWith } from './waiting.ts'

const never = new AbortController().signal

/** A file to upload, from a text or bytes. */
const incoming = (path: string, content: string | Buffer): IncomingFile => {
  const bytes = Buffer.from(content)
  return { path, size: bytes.length, content: Readable.from([bytes]) }
}

/** A file that breaks off after some of its bytes. */
const broken = (path: string): IncomingFile => ({
  path,
  size: 1_000_000,
  content: Readable.from(
    (async function* () {
      yield Buffer.alloc(1_000)
      await Promise.resolve()
      throw new Error('the sender is gone')
    })(),
  ),
})

export function fileTests(bench: () => Bench): void {
  const upload = (id: string, path: string, ...files: IncomingFile[]) =>
    bench().backend.uploadFiles(id, path, Readable.from(files), never)
  const download = async (id: string, path: string) => {
    const file = await bench().backend.getFiles(id, path, 'auto', never)
    return { ...file, bytes: await bytesOf(file.content) }
  }
  const sh = (id: string, script: string) =>
    bench().backend.execContainer(id, ['sh', '-c', script], undefined, never)
  const names = async (id: string, path: string) =>
    (await bench().backend.listFiles(id, path)).entries.map((entry) => entry.name).sort()

  describe('files', () => {
    it('gives back what was uploaded, byte by byte', async () => {
      const { id } = await bench().run()
      const bytes = randomBytes(3_000_000)
      expect(await upload(id, '/tmp', incoming('data.bin', bytes))).toEqual({ files: 1, bytes: bytes.length })
      const file = await download(id, '/tmp/data.bin')
      expect(file).toMatchObject({ name: 'data.bin', kind: 'file', size: bytes.length })
      expect(file.bytes.equals(bytes)).toBe(true)
    })

    it.each(['with space.txt', '日本語 ファイル.txt', 'new\nline', 'quote"\'%41.txt', '-rf', 'empty'])(
      'takes the name “%s”',
      async (name) => {
        const { id } = await bench().run()
        const content = name === 'empty' ? '' : 'content'
        await upload(id, '/tmp', incoming(name, content))
        expect(await names(id, '/tmp')).toContain(name)
        const file = await download(id, `/tmp/${name}`)
        expect(file.name).toBe(name)
        expect(file.bytes.toString()).toBe(content)
      },
    )

    it('makes folders, and gives a folder as a tar that can be put back', async () => {
      const { id } = await bench().run()
      await upload(id, '/tmp', incoming('課題/一/a.txt', 'あ'), incoming('課題/b.txt', 'い'))
      expect(await names(id, '/tmp/課題')).toEqual(['b.txt', '一'])
      const folder = await bench().backend.getFiles(id, '/tmp/課題', 'auto', never)
      expect(folder.kind).toBe('tar')
      const tar = await bytesOf(folder.content)
      await sh(id, 'mkdir -p /tmp/copy')
      await bench().backend.putArchive(id, '/tmp/copy', Readable.from([tar]), never)
      expect((await download(id, '/tmp/copy/課題/一/a.txt')).bytes.toString()).toBe('あ')
    })

    it('lists what is there', async () => {
      const { id } = await bench().run()
      await upload(id, '/tmp', incoming('list/file', '12345'))
      await sh(id, 'mkdir -p /tmp/list/folder; ln -s /etc/passwd /tmp/list/link')
      const { entries, path } = await bench().backend.listFiles(id, '/tmp/list')
      expect(path).toBe('/tmp/list')
      const by = new Map(entries.map((entry) => [entry.name, entry]))
      expect(by.get('file')).toMatchObject({ type: 'file', size: 5 })
      expect(by.get('folder')).toMatchObject({ type: 'directory' })
      expect(by.get('link')).toMatchObject({ type: 'link', target: '/etc/passwd' })
    })

    it('begins where the container’s user is at home', async () => {
      const { id } = await bench().run()
      await sh(id, 'mkdir -p /root/here')
      const { path, entries } = await bench().backend.listFiles(id)
      expect(path).toBe('/root')
      expect(entries.map(({ name }) => name)).toContain('here')
    })

    it('replaces a file, and leaves it as it was when an upload breaks off', async () => {
      const { id } = await bench().run()
      await upload(id, '/tmp', incoming('kept', 'first'))
      await upload(id, '/tmp', incoming('kept', 'second'))
      await expect(upload(id, '/tmp', broken('kept'))).rejects.toThrow()
      expect((await download(id, '/tmp/kept')).bytes.toString()).toBe('second')
      expect(await names(id, '/tmp')).toEqual(['kept'])
    })

    it('does not put a file in a folder’s place', async () => {
      const { id } = await bench().run()
      await upload(id, '/tmp', incoming('taken/inside', 'x'))
      await expect(upload(id, '/tmp', incoming('taken', 'y'))).rejects.toThrow()
      expect(await names(id, '/tmp/taken')).toEqual(['inside'])
    })

    it('follows links within the container’s own root', async () => {
      const { id } = await bench().run()
      await sh(id, 'echo inside > /marker; ln -s /../../../../marker /tmp/out; ln -s / /tmp/root')
      expect((await download(id, '/tmp/out')).bytes.toString()).toBe('inside\n')
      await upload(id, '/tmp/root', incoming('placed', 'here'))
      expect((await download(id, '/placed')).bytes.toString()).toBe('here')
    })

    it('says what is not there', async () => {
      const { id } = await bench().run()
      const { backend } = bench()
      await failsWith('path-not-found', backend.getFiles(id, '/no/such', 'auto', never))
      await failsWith('path-not-found', backend.listFiles(id, '/no/such'))
      await failsWith('not-found', backend.getFiles('unknown', '/', 'auto', never))
      await failsWith('not-found', backend.listFiles('unknown', '/'))
      await failsWith('not-found', upload('unknown', '/tmp', incoming('a', 'b')))
    })

    it('refuses what is not a tar, and one that breaks off', async () => {
      const { id } = await bench().run()
      const put = (bytes: Buffer) => bench().backend.putArchive(id, '/tmp', Readable.from([bytes]), never)
      await failsWith('archive-invalid', put(Buffer.alloc(2_048, 'not a tar ')))
      await upload(id, '/tmp', incoming('folder/file', 'x'.repeat(5_000)))
      const tar = await bytesOf((await bench().backend.getFiles(id, '/tmp/folder', 'tar', never)).content)
      await failsWith('upload-incomplete', put(tar.subarray(0, tar.indexOf('x') + 700)))
    })

    it('works on a stopped container, or says that it does not run', async () => {
      const { id } = await bench().run()
      await bench().backend.stopContainer(id)
      // Where its files went with its end.
      if ((await bench().backend.info()).capabilities.persistentFiles === false) {
        await failsWith('container-not-running', bench().backend.listFiles(id, '/'))
        return
      }
      await upload(id, '/', incoming('after', 'stop'))
      expect((await download(id, '/after')).bytes.toString()).toBe('stop')
    })
  })
}
