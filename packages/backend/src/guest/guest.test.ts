import { describe, expect, it } from 'vitest'
import type { Header } from 'tar-stream'
import { createEntryCheck } from './checked-entry.ts'
import { partsOf, relativeParts } from './guest-path.ts'
import { parseListing } from './parse-listing.ts'

const header = (name: string, more: Partial<Header> = {}): Header =>
  ({ name, type: 'file', size: 0, mode: 0o644, mtime: new Date(0), linkname: '', ...more }) as Header
const owner = { uid: 5, gid: 6 }

describe('a tar’s entries', () => {
  it.each([
    header('/etc/passwd'),
    header('../x'),
    header('a/../../x'),
    header('null', { type: 'character-device' }),
    header('disk', { type: 'block-device' }),
    header('pipe', { type: 'fifo' }),
    header('hard', { type: 'link', linkname: '/etc/shadow' }),
    header('hard', { type: 'link', linkname: '../x' }),
  ])('are refused: %j', (entry) => {
    expect(() => createEntryCheck([], owner)(entry)).toThrow()
  })

  it('are refused through a link of the same tar', () => {
    const check = createEntryCheck([], owner)
    check(header('out', { type: 'symlink', linkname: '/etc' }))
    expect(() => check(header('out/passwd'))).toThrow()
  })

  it('go below the folder and get its owner', () => {
    const check = createEntryCheck(['new', 'folder'], owner)
    expect(check(header('./a/b', { uid: 1000 }))).toMatchObject({ name: 'new/folder/a/b', ...owner })
    expect(check(header('h', { type: 'link', linkname: './a/b' }))).toMatchObject({
      linkname: 'new/folder/a/b',
    })
    expect(check(header('./', { type: 'directory' }))).toBeUndefined()
  })
})

describe('paths', () => {
  it('never climb', () => {
    expect(partsOf('/a//./b/')).toEqual(['a', 'b'])
    for (const path of ['a', '/a/../b', '/a\0']) expect(() => partsOf(path)).toThrow()
    expect(() => relativeParts('../a')).toThrow()
  })
})

describe('a listing', () => {
  it('is read from coreutils and busybox alike, whatever the names', () => {
    const output =
      `R 81a4 5 100 ./new\nline\nL ./new\nline\n` +
      `R a1ff 3 100 ./l -> x\nL './l -> x' -> 'etc'\n` +
      `R a1ff 3 100 ./m\nL ./m -> a -> b\n` +
      `R 41ed 4096 100 ./d\nL ./d\n`
    const { entries, truncated } = parseListing(output, 'R', 'L')
    expect(truncated).toBe(false)
    expect(entries).toMatchObject([
      { name: 'new\nline', type: 'file', size: 5, mode: '0644' },
      { name: 'l -> x', type: 'link', target: 'etc' },
      { name: 'm', type: 'link', target: 'a -> b' },
      { name: 'd', type: 'directory', mode: '0755' },
    ])
  })
})
