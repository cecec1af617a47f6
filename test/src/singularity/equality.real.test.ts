import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSifBench, withinSif, type SifBench, type SifPair } from './sif-pair.ts'
import { buildImage, layered, loadImage, manyFiles, oddLayers, oddTar } from './test-images.ts'
import { differences, treeOf, type Tree } from './tree-of.ts'

let bench: SifBench
const tag = String(process.pid)

beforeAll(async () => {
  bench = await createSifBench(`sif-equality-${tag}`)
})
afterAll(() => bench.remove())

/** What every conversion writes itself, at its own time. Below `.singularity.d` the scripts are Berth's own. */
const made = new Set([
  '',
  '.singularity.d',
  '.exec',
  '.run',
  '.shell',
  '.test',
  'environment',
  'singularity',
  'etc/hosts',
  'etc/resolv.conf',
])
const folders = new Set(['dev', 'etc', 'home', 'proc', 'root', 'sys', 'tmp', 'var', 'var/tmp'])
const timeless = (path: string): boolean => made.has(path) || folders.has(path)

async function both(image: string): Promise<{ ours: Tree; reference: Tree; pair: SifPair }> {
  const pair = await bench.pair(image)
  const look = (sif: string): Promise<Tree> => withinSif(bench, sif, (folder) => treeOf(folder, timeless))
  return { ours: await look(pair.ours), reference: await look(pair.reference), pair }
}

const outside = (lines: readonly string[]): string[] =>
  lines.filter((line) => !line.startsWith('.singularity.d/'))

describe('a SIF file', () => {
  it('has what Apptainer’s own conversion has, through layers, links, devices and odd names', async () => {
    const image = await buildImage(bench.docker, `berth-test/sif-layers:${tag}`, layered, {
      'odd.tar': await oddTar(),
    })
    const { ours, reference } = await both(image)
    expect(outside(differences(ours, reference))).toEqual([])
    // The image has them, so that the comparison says something.
    for (const path of [
      'odd/character',
      'odd/second',
      'odd/new\nline',
      'etc/mtab',
      'l/opaque/new',
      'l/folder',
      'l/file/in',
    ])
      expect([...ours.keys()]).toContain(path)
    for (const path of ['l/gone', 'l/opaque/old', 'l/opaque/deep', '.dockerenv', 'dev/pts'])
      expect([...ours.keys()]).not.toContain(path)
    expect(ours.get('odd/setuid')).toContain('4755')
  })

  it('has what Apptainer’s has of folders made anew, names in no encoding and an image’s own .singularity.d', async () => {
    const image = await loadImage(bench.docker, `berth-test/sif-odd-layers:${tag}`, await oddLayers())
    const { ours, reference, pair } = await both(image)
    expect(outside(differences(ours, reference))).toEqual([])
    const paths = (tree: Tree): string[] => [...tree.keys()].toSorted()
    expect(paths(ours)).toEqual(paths(reference))
    expect(paths(ours)).toEqual(expect.arrayContaining(['etc/above', 'opaque/above', 'latin-\u00e9E@']))
    for (const path of ['etc/hostname', 'etc/mtab', 'etc/below', 'opaque/below'])
      expect(paths(ours)).not.toContain(path)
    for (const file of [pair.ours, pair.reference]) {
      const use = (...args: string[]) =>
        bench.apptainer.run(args.map((word) => (word === '{}' ? file : word)))
      const environment = await use('exec', '--unsquash', '{}', 'sh', '-c', 'echo "own: $OWN"')
      expect(environment).toMatchObject({ code: 0, stdout: 'own: 1\n' })
      // Not by the image's own script.
      expect(await use('run', '--unsquash', '{}', 'echo', 'ran')).toMatchObject({ code: 0, stdout: 'ran\n' })
    }
  })

  it('has the same metadata files as Apptainer’s', async () => {
    const image = await buildImage(bench.docker, `berth-test/sif-metadata:${tag}`, 'CMD ["sh"]')
    const { ours, reference } = await both(image)
    const metadata = (tree: Tree): string[] =>
      [...tree]
        .filter(([path]) => path.startsWith('.singularity.d'))
        .map(([path, said]) => `${path} ${said.split(' | ').slice(0, 3).join(' ')}`)
    expect(metadata(ours).toSorted()).toEqual(metadata(reference).toSorted())
  })

  it('has what Apptainer cannot read as an ordinary user, too', async () => {
    const image = await buildImage(
      bench.docker,
      `berth-test/sif-unreadable:${tag}`,
      'RUN mkdir /closed && echo inside > /closed/file && echo secret > /unreadable && chmod 000 /closed /unreadable',
    )
    const { ours, reference, pair } = await both(image)
    expect(outside(differences(ours, reference)).map((line) => line.split(':')[0])).toEqual([
      'closed',
      'closed/file',
      'unreadable',
    ])
    const read = (folder: string) => readFile(join(folder, 'closed/file'), 'utf8')
    expect(await withinSif(bench, pair.ours, read)).toBe('inside\n')
  })

  it('has 100,000 small files as Apptainer’s conversion has them', { timeout: 400_000 }, async () => {
    const image = `berth-test/sif-many:${tag}`
    await manyFiles(bench.docker, image, 100_000)
    const { ours, reference } = await both(image)
    expect(outside(differences(ours, reference))).toEqual([])
    expect(ours.size).toBeGreaterThan(100_000)
  })
})
