import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createSifCache, type SifCache } from './sif-cache.ts'

let folder: string
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'berth-sif-cache-')), 'cache')
})
afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }))

/** Keeps a file of so many bytes, used so many seconds ago. */
async function keep(cache: SifCache, key: string, size: number, ago = 0): Promise<string> {
  await cache.makeRoom(size)
  const part = cache.newPart()
  await writeFile(part, key.repeat(size).slice(0, size))
  const { path } = await cache.keep(part, key)
  const used = new Date(Date.now() - ago * 1000)
  await utimes(path, used, used)
  return path
}

const keys = async (): Promise<string[]> =>
  (await readdir(folder)).map((name) => name.split('.')[0] ?? '').toSorted()

it('keeps a file under its key and checksum, whatever its length', async () => {
  const cache = createSifCache(folder, 10 ** 9)
  for (const size of [1, 1024 * 1024, 2 * 1024 * 1024 + 1]) {
    await keep(cache, `k${size}`, size)
    const content = `k${size}`.repeat(size).slice(0, size)
    expect(await cache.find(`k${size}`)).toMatchObject({
      size,
      sha256: createHash('sha256').update(content).digest('hex'),
    })
  }
  expect(await cache.find('k')).toBeUndefined()
})

it('removes the longest unused where the limit is passed', async () => {
  const cache = createSifCache(folder, 250)
  await keep(cache, 'a', 100, 30)
  await keep(cache, 'b', 100, 20)
  await cache.find('a')
  await keep(cache, 'c', 100)
  expect(await keys()).toEqual(['a', 'c'])
})

it('keeps one that is larger than the limit until the next, and pushes nothing out for it', async () => {
  const cache = createSifCache(folder, 250)
  await keep(cache, 'a', 100, 30)
  await keep(cache, 'large', 300)
  expect(await keys()).toEqual(['a', 'large'])
  await keep(cache, 'c', 100)
  expect(await keys()).toEqual(['a', 'c'])
})

it('removes nothing for a file that no disk here could hold', async () => {
  const cache = createSifCache(folder, 250)
  await keep(cache, 'a', 100)
  await expect(cache.makeRoom(2 ** 52)).rejects.toMatchObject({ code: 'disk-full' })
  expect(await keys()).toEqual(['a'])
})

it('removes the files of picked keys, and what was never finished, a folder too', async () => {
  const cache = createSifCache(folder, 250)
  await keep(cache, 'a', 10)
  await keep(cache, 'b', 10)
  const part = cache.newPart()
  await writeFile(part, '')
  await mkdir(join(`${part}.d`, 'deep'), { recursive: true })
  await cache.remove((key) => key === 'a')
  await cache.removeParts()
  expect(await keys()).toEqual(['b'])
})

it('makes the folder for its user alone', async () => {
  await createSifCache(folder, 250).makeRoom(1)
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
})
