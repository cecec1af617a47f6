import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PassedAnswer } from '../containers/pass-on.ts'
import { readLocally } from './local-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'berth-local-file-'))
const path = (name: string): string => join(folder, name)

beforeAll(() => {
  writeFileSync(path('日本 %23 file'), '0123456789')
  symlinkSync(path('日本 %23 file'), path('link'))
  execFileSync('mkfifo', [path('pipe')])
})
afterAll(() => rmSync(folder, { recursive: true }))

const named = (at: string, more: PassedAnswer['headers'] = {}): PassedAnswer => ({
  statusCode: more['content-range'] === undefined ? 200 : 206,
  headers: { etag: '"x"', 'x-sendfile': encodeURI(at), ...more },
  body: Readable.from([]),
})

test('the whole file, with what the agent said of it', async () => {
  const answer = await readLocally(named(path('日本 %23 file')))
  expect(answer?.headers).toMatchObject({ etag: '"x"', 'content-length': '10' })
  expect(answer && (await text(answer.body))).toBe('0123456789')
})

test('the range that the agent judged', async () => {
  const answer = await readLocally(named(path('日本 %23 file'), { 'content-range': 'bytes 2-4/10' }))
  expect([answer?.statusCode, answer?.headers['content-length']]).toEqual([206, '3'])
  expect(answer && (await text(answer.body))).toBe('234')
})

test('an answer that has its body is left as it is', async () => {
  const answer = { statusCode: 304, headers: {}, body: Readable.from([]) }
  expect(await readLocally(answer)).toBe(answer)
})

test.each(['absent', 'link', 'pipe', '.'])('%s is not read', async (name) => {
  expect(await readLocally(named(path(name)))).toBeUndefined()
})

test('a file that is shorter than the range is not read', async () => {
  expect(
    await readLocally(named(path('日本 %23 file'), { 'content-range': 'bytes 5-10/11' })),
  ).toBeUndefined()
})
