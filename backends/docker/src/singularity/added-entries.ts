import { buffer } from 'node:stream/consumers'
import { pack, type Header } from 'tar-stream'
import { baseLinks, baseScripts, customEnvironment, startscript } from './base-scripts.ts'
import type { ImageToConvert } from './image-to-convert.ts'
import { environmentScript, runscript } from './image-scripts.ts'
import { emptied, type Original, type Originals, type TreeJudge } from './image-tree.ts'
import type { SifObject } from './sif-file.ts'

interface Entry {
  readonly path: string
  readonly original: Exclude<Original, null>
}

const home = '.singularity.d'

/** What a SIF has beside the image's own tree: how it is run and what it was made from. */
export interface Additions {
  /** Paths that these take from the image, if it has them. */
  readonly replaced: ReadonlySet<string>
  /** What stands in front of the file system, so that `apptainer inspect` need not open it. */
  readonly objects: readonly SifObject[]
  /** The added entries as a tar without its end, once the whole export went through `judge`. */
  tar(judge: TreeJudge, originals: Originals): Promise<Buffer>
}

/** Made at `time`, which also is the time of each added file. */
export function additionsTo(image: ImageToConvert, time: Date): Additions {
  // By its ID alone: the file is kept for all who have the image, and its names may be somebody's own.
  const definition = `bootstrap: docker-daemon\nfrom: ${image.id}\n\n`
  const labels = { ...image.labels, ...madeLabels(image, time) }
  const scripts: Record<string, string> = {
    ...baseScripts,
    runscript: runscript(image.run),
    'env/10-docker2singularity.sh': environmentScript(image.run),
  }
  const folder = (path: string): Entry => ({ path, original: { type: 'folder', mode: 0o755, time } })
  const file = (path: string, mode: number, text: string): Entry => ({
    path,
    original: { type: 'file', mode, time, content: Buffer.from(text) },
  })
  const own = [
    ...[home, `${home}/actions`, `${home}/env`, `${home}/libs`].map(folder),
    ...Object.entries(scripts).map(([path, text]) => file(`${home}/${path}`, 0o755, text)),
    file(`${home}/labels.json`, 0o644, JSON.stringify(labels, undefined, '\t')),
    file(`${home}/Singularity`, 0o644, definition),
  ]
  return {
    replaced: new Set(own.map(({ path }) => path)),
    objects: objectsOf(image, definition, labels, scripts),
    tar: (judge, originals) => {
      const missing = judge.missing(Object.keys(baseLinks))
      const links = missing.others.map((path): Entry => ({
        path,
        original: { type: 'link', mode: 0o777, time, target: baseLinks[path] ?? '' },
      }))
      const empty = emptied.filter(() => judge.isFolder('etc')).map((path) => file(path, 0o644, ''))
      return tarOf([...missing.folders.map(folder), ...own, ...links, ...empty, ...shown(judge, originals)])
    },
  }
}

/** Docker's own paths as the image has them; what is emptied anyway is not among them. */
const shown = (judge: TreeJudge, originals: Originals): Entry[] =>
  [...originals].flatMap(([path, original]) =>
    original === null || emptied.includes(path) || !judge.isFolder(path.split('/').slice(0, -1).join('/'))
      ? []
      : [{ path, original }],
  )

/** What Apptainer notes of every build under the names of label-schema.org. */
const madeLabels = (image: ImageToConvert, time: Date): Record<string, string> => ({
  'org.label-schema.build-arch': image.architecture,
  'org.label-schema.build-date': time.toISOString(),
  'org.label-schema.schema-version': '1.0',
  'org.label-schema.usage.singularity.deffile.bootstrap': 'docker-daemon',
  'org.label-schema.usage.singularity.deffile.from': image.id,
})

function objectsOf(
  image: ImageToConvert,
  definition: string,
  labels: object,
  scripts: Readonly<Record<string, string>>,
): SifObject[] {
  const environment = {
    [`/${home}/env/10-docker2singularity.sh`]: scripts['env/10-docker2singularity.sh']?.trim(),
    [`/${home}/env/90-environment.sh`]: customEnvironment.trim(),
  }
  const attributes = {
    environment,
    labels,
    runscript: scripts['runscript']?.trim(),
    deffile: definition.trim(),
    startscript: startscript.trim(),
  }
  const json = (name: string, value: unknown): SifObject => ({
    kind: 'json',
    name,
    content: Buffer.from(JSON.stringify(value)),
  })
  return [
    { kind: 'definition', name: '', content: Buffer.from(definition) },
    json('inspect-metadata.json', { data: { attributes }, type: 'container' }),
    json('oci-config.json', withoutEmpty(image.config)),
  ]
}

/** As Go writes a structure whose empty members are left out. */
const withoutEmpty = (config: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(Object.entries(config).filter(([, value]) => !isEmpty(value)))

const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === '' ||
  value === false ||
  (typeof value === 'object' && Object.keys(value).length === 0)

async function tarOf(entries: readonly Entry[]): Promise<Buffer> {
  const tar = pack()
  for (const { path, original } of entries) {
    const common = { name: path, mode: original.mode, mtime: original.time }
    const [header, content] = headerOf(common, original)
    tar.entry(header, content)
  }
  tar.finalize()
  const bytes = await buffer(tar)
  return bytes.subarray(0, bytes.length - endOfTar)
}

/** tar-stream ends a tar with two blocks of zeros. */
const endOfTar = 1_024

function headerOf(
  common: Pick<Header, 'name' | 'mode' | 'mtime'>,
  original: Exclude<Original, null>,
): [Partial<Header> & Pick<Header, 'name'>, Buffer] {
  const nothing = Buffer.alloc(0)
  if (original.type === 'folder') return [{ ...common, type: 'directory' }, nothing]
  if (original.type === 'link') return [{ ...common, type: 'symlink', linkname: original.target }, nothing]
  return [{ ...common, type: 'file' }, original.content]
}
