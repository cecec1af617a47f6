import fc from 'fast-check'
import { pack } from 'tar-stream'
import { buffer } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { TarWalker } from './context/tar-walker.ts'
import { planBuild } from './dockerfile/plan-build.ts'
import { fullName } from './full-name.ts'
import { judgeQuery } from './judge-query.ts'
import { imageFolder, ownName } from './own-name.ts'

const id = `sha256:${'a'.repeat(64)}`
const plan = (text: string, given: Record<string, string> = {}) =>
  planBuild(text, new Map(Object.entries(given)), 'linux/amd64')
const written = (text: string) => {
  const planned = plan(text)
  return planned.write(new Map(planned.images.map((image) => [image, id])), { l: 'v' })
}

describe('a Dockerfile is written anew', () => {
  test('images by their IDs, a label after each FROM, one line an instruction', () => {
    const text =
      '# syntax=x\nfrom a AS One\nRUN x \\\n# no\n  y\nFROM one\ncopy --from=0 /a /b\nCOPY --from=b:1 c d\n'
    expect(written(text)).toBe(
      [
        `FROM ${id} AS one`,
        'LABEL "l"="v"',
        'RUN x   y',
        'FROM one',
        'LABEL "l"="v"',
        'COPY --from=0 /a /b',
        `COPY --from=${id} c d`,
        '',
      ].join('\n'),
    )
  })
  test.each([
    ['FROM $A', { A: 'x' }, []],
    ['ARG A=y\nFROM $A', { A: 'x' }, ['x']],
    ['ARG A=y\nFROM ${A}', {}, ['y']],
    ['ARG A\nFROM ${A:-z}', {}, ['z']],
    ['ARG A=1\nARG B=p$A\nFROM "$B"', {}, ['p1']],
    ['FROM --platform=$BUILDPLATFORM x', {}, ['x']],
  ])('%j with %j builds upon %j', (text, given, images) => {
    if (images.length === 0) expect(() => plan(text, given)).toThrow('names no image')
    else expect(plan(text, given).images).toEqual(images)
  })
  test('ADD copies, and unpacks nothing', () => {
    expect(written('FROM a\nADD --chown=1 b c')).toContain('\nCOPY --chown=1 b c\n')
    for (const source of ['a.tar', 'b.TAR.gz', 'c.tgz', 'd.tbz2', 'e.txz', '*.tar.zst'])
      expect(() => plan(`FROM a\nADD x ${source} /y/`), source).toThrow('unpack')
    expect(() => plan('FROM a\nADD data.gz start.sh target.py /y/')).not.toThrow()
    expect(() => plan('FROM a\nONBUILD ADD . /src')).not.toThrow()
    for (const text of ['ONBUILD ADD x /y', 'ONBUILD ADD . x /y/'])
      expect(() => plan(`FROM a\n${text}`), text).toThrow('COPY')
  })
  test('whatever is written, each FROM of the result is an ID, a stage or scratch, and is followed by the label', () => {
    const piece = fc.constantFrom(
      ...[
        'FROM ',
        'from',
        ' a',
        ' $X',
        'ARG X=b',
        '\n',
        '\\\n',
        '`\n',
        '# escape=`\n',
        'RUN c',
        ' AS s',
        '"',
        "'",
        '<<E',
        'COPY --from=',
        '0 x y',
        '\r',
        '\t',
        'ONBUILD ',
        'scratch',
        'LABEL a=b',
        '${',
        '}',
      ],
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 24 }), (pieces) => {
        let result: string
        try {
          result = written(pieces.join(''))
        } catch {
          return
        }
        const lines = result.split('\n')
        const known = new Set([id, 'scratch'])
        for (const [index, line] of lines.entries()) {
          if (/^\s*from/i.test(line)) {
            const [, base, stage] = /^FROM (\S+)(?: AS (\S+))?$/.exec(line) ?? []
            expect(known, line).toContain(base)
            if (stage !== undefined) known.add(stage)
            expect(lines[index + 1]).toBe('LABEL "l"="v"')
          }
          // The first line may be the directive itself.
          if (index === 0) continue
          expect(line).not.toMatch(/^\s*#/)
          expect(line).not.toMatch(result.startsWith('# escape=`') ? /`\s*$/ : /\\\s*$/)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})

test('names without a slash are the account’s own where it has one, others are complete', () => {
  const allowed = (own: string) => own === 'berth.internal/al/x:latest'
  expect(fullName('x', 'al', allowed)).toBe('berth.internal/al/x:latest')
  expect(fullName('y', 'al', allowed)).toBe('docker.io/library/y:latest')
  expect(fullName('a/y:1', 'al', allowed)).toBe('docker.io/a/y:1')
  expect(fullName('Berth.Internal/bob/y', 'al', allowed)).toBe('berth.internal/bob/y:latest')
  for (const name of [
    'a'.repeat(64),
    'aaaaaaaaaaaa',
    id,
    'sha256:abc',
    'A',
    '',
    'a b',
    'a@b',
    `berth.internal/a/b@${id}`,
    'docker.io/berth.internal/bob/y',
    'index.docker.io/berth.internal/bob/y',
    'docker.io/localhost/y',
    'docker.io/r:5000/y',
  ])
    expect(() => fullName(name, 'al', allowed)).toThrow()
})

test('an image’s own name leads nowhere else', () => {
  for (const name of ['x', 'docker.io/library/x', 'berth.internal/al/x', 'x:latest'])
    expect(ownName(name, 'al')).toBe('berth.internal/al/x:latest')
  for (const name of [
    'a/x',
    '../x',
    'berth.internal/bob/x',
    'docker.io/berth.internal/bob/x',
    'localhost/x',
    'x:1:2',
    '',
    'X',
    'x@y',
    'al/../x',
  ])
    expect(() => ownName(name, 'al')).toThrow()
})

test('no two accounts share a folder', () => {
  const account = fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,31}$/)
  fc.assert(fc.property(account, account, (a, b) => (imageFolder(a) === imageFolder(b)) === (a === b)))
})

test('a query is judged as a whole', () => {
  const judged = judgeQuery(
    new URLSearchParams('t=x&t=y:2&buildargs={"A":null}&networkmode=none'),
    'al',
    'linux/amd64',
  )
  expect(judged).toMatchObject({
    tags: ['berth.internal/al/x:latest', 'berth.internal/al/y:2'],
    buildArguments: { A: null },
    offline: true,
    dockerfile: 'Dockerfile',
  })
})

test('a tar is followed whatever its chunks, and ends where it ends', async () => {
  const tar = pack()
  tar.entry({ name: 'first' }, 'x'.repeat(700))
  tar.entry({ name: `${'long/'.repeat(40)}name` }, 'y')
  tar.entry({ name: './Dockerfile' }, 'FROM a\n')
  tar.finalize()
  const bytes = await buffer(tar)
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_000 }), (size) => {
      const walker = new TarWalker('Dockerfile')
      const passed: Buffer[] = []
      for (let at = 0; at < bytes.length; at += size) passed.push(walker.take(bytes.subarray(at, at + size)))
      expect(walker.found?.toString()).toBe('FROM a\n')
      expect(walker.ended).toBe(true)
      expect(Buffer.concat(passed).equals(bytes.subarray(0, bytes.length - 1024))).toBe(true)
    }),
  )
})
