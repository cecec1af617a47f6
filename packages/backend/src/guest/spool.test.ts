import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { spool } from './spool.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-spool-'))
})
afterAll(() => rm(folder, { recursive: true }))

it('gives back what came, as often as it is asked, and leaves nothing', async () => {
  const spooled = await spool(folder, Readable.from([Buffer.from('one '), Buffer.from('two')]))
  expect(spooled.size).toBe(7)
  expect(await text(spooled.read())).toBe('one two')
  expect(await text(spooled.read())).toBe('one two')
  expect(await readdir(folder)).toEqual([])
  await spooled.remove()
})

it('tells what breaks off from what ends, and leaves nothing', async () => {
  const broken = Readable.from(
    (function* () {
      yield Buffer.from('one ')
      throw new Error('gone')
    })(),
  )
  await expect(spool(folder, broken)).rejects.toMatchObject({ code: 'upload-incomplete' })
  expect(await readdir(folder)).toEqual([])
})
