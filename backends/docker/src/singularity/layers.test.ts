import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { pack } from 'tar-stream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readOriginals } from './layers.ts'

let folder: string
// Not /tmp, which may be a file system without such attributes.
beforeAll(async () => {
  folder = await mkdtemp('/var/tmp/berth-layers-')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

let made = 0
/** A layer with these files. */
async function layer(files: Readonly<Record<string, string>>): Promise<string> {
  const root = join(folder, `layer-${(made += 1)}`)
  await mkdir(root)
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), content)
  }
  return root
}

/** As overlayfs marks it; an ordinary user's daemon does so with an attribute that anybody may set. */
async function makeOpaque(layer: string, name: string): Promise<void> {
  const tar = pack()
  tar.entry({ name, type: 'directory', mode: 0o755, pax: { 'SCHILY.xattr.user.overlay.opaque': 'y' } })
  tar.finalize()
  const unpack = ['-C', layer, '--xattrs', '--xattrs-include=user.*', '-xf', '-']
  const { promise, resolve, reject } = Promise.withResolvers<undefined>()
  const child = execFile('tar', unpack, (error) => (error === null ? resolve(undefined) : reject(error)))
  child.stdin?.end(await buffer(tar))
  await promise
}

const contentOf = async (layers: readonly string[], path: string): Promise<string | null | undefined> => {
  const original = (await readOriginals(layers)).get(path)
  return original?.type === 'file' ? original.content.toString() : original === null ? null : undefined
}

it('are what the topmost layer has, through those that lack them', async () => {
  const bottom = await layer({ 'etc/hostname': 'low', 'etc/mtab': 'low' })
  const middle = await layer({ 'etc/hostname': 'high', other: '' })
  const top = await layer({ 'etc/passwd': '' })
  const layers = [top, middle, bottom]
  expect(await contentOf(layers, 'etc/hostname')).toBe('high')
  expect(await contentOf(layers, 'etc/mtab')).toBe('low')
  expect(await contentOf(layers, 'etc/hosts')).toBeNull()
})

it('end at a folder that was made anew, and at what stands in a folder’s place', async () => {
  const bottom = await layer({ 'etc/hostname': 'low', 'etc/mtab': 'low' })
  const anew = await layer({ 'etc/mtab': 'new' })
  await makeOpaque(anew, 'etc')
  expect(await contentOf([anew, bottom], 'etc/mtab')).toBe('new')
  expect(await contentOf([anew, bottom], 'etc/hostname')).toBeNull()
  const link = await layer({})
  await symlink('elsewhere', join(link, 'etc'))
  expect(await contentOf([link, bottom], 'etc/hostname')).toBeNull()
})

it('are not known where a layer cannot be read', async () => {
  const bottom = await layer({ 'etc/hostname': 'low' })
  expect(await contentOf([join(folder, 'absent'), bottom], 'etc/hostname')).toBeUndefined()
  expect((await readOriginals([])).size).toBe(0)
})
