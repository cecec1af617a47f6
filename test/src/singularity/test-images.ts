import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { importImage, busyboxFiles } from '@berth/docker/host'
import { socketPathOf } from '../fixtures/daemon-socket.ts'
import type Docker from 'dockerode'
import { pack, type Pack } from 'tar-stream'
import { buffer } from 'node:stream/consumers'

const busybox = '/usr/bin/busybox'

/** A small image: busybox, and these instructions on top of it. `files` is what the build's context has. */
export async function buildImage(
  docker: Docker,
  name: string,
  instructions: string,
  files: Readonly<Record<string, Buffer>> = {},
): Promise<string> {
  const context = pack()
  const dockerfile = `FROM berth-test/busybox:1\n${instructions}`
  for (const [path, content] of Object.entries({ Dockerfile: dockerfile, ...files }))
    context.entry({ name: path }, content)
  context.finalize()
  const said: NodeJS.ReadableStream = await docker.buildImage(Readable.from(context, { objectMode: false }), {
    t: name,
    nocache: true,
    rm: true,
    forcerm: true,
  })
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(said, (error: Error | null) => {
      if (error) reject(error)
      else resolve()
    })
  })
  return name
}

const time = new Date('2001-02-03T04:05:06Z')

/** What a Dockerfile cannot make: devices, odd names, hard links and times as a tar says them. */
export async function oddTar(): Promise<Buffer> {
  const tar = pack()
  const common = { mtime: time, uid: 12, gid: 34 }
  const folder = (name: string, mode = 0o755) => tar.entry({ ...common, name, type: 'directory', mode })
  const file = (name: string, content: string | Buffer, mode = 0o644) =>
    tar.entry({ ...common, name, mode }, content)
  folder('odd')
  tar.entry({
    ...common,
    name: 'odd/character',
    type: 'character-device',
    mode: 0o666,
    devmajor: 1,
    devminor: 3,
  })
  tar.entry({ ...common, name: 'odd/block', type: 'block-device', mode: 0o640, devmajor: 7, devminor: 0 })
  tar.entry({ ...common, name: 'odd/pipe', type: 'fifo', mode: 0o622 })
  file('odd/setuid', 'u', 0o4755)
  file('odd/setgid', 'g', 0o2755)
  folder('odd/sticky', 0o1777)
  folder('odd/read-only', 0o555)
  file('odd/日本語 の名前 🐟.txt', 'こんにちは')
  file('odd/new\nline', 'n')
  file('odd/back\\slash "quoted"', 'b')
  const long = 'l'.repeat(255)
  folder(`odd/${long}`)
  folder(`odd/${long}/${long}`)
  file(`odd/${long}/${long}/${long}`, 'long')
  file('odd/empty', '')
  file('odd/first', 'the same')
  tar.entry({ ...common, name: 'odd/second', type: 'link', linkname: 'odd/first' })
  tar.entry({ ...common, name: 'odd/dangling', type: 'symlink', linkname: '/nowhere/at all' })
  file('etc/hostname', 'from-the-image\n')
  tar.entry({ ...common, name: 'etc/mtab', type: 'symlink', linkname: '../proc/self/mounts' })
  folder('dev')
  tar.entry({
    ...common,
    name: 'dev/console',
    type: 'character-device',
    mode: 0o600,
    devmajor: 5,
    devminor: 1,
  })
  tar.finalize()
  return buffer(tar)
}

/** What a layer cannot have by a Dockerfile: folders made anew where a build mounts something, and names in no encoding. */
export async function oddLayers(): Promise<Buffer[]> {
  const common = { mtime: time }
  const below = pack()
  below.entry({ ...common, name: 'etc', type: 'directory' })
  below.entry({ ...common, name: 'etc/hostname' }, 'below')
  below.entry({ ...common, name: 'etc/mtab', type: 'symlink', linkname: '/below' })
  below.entry({ ...common, name: 'etc/below' }, 'below')
  below.entry({ ...common, name: 'opaque', type: 'directory' })
  below.entry({ ...common, name: 'opaque/below' }, 'below')
  below.finalize()
  const above = pack()
  for (const folder of ['etc', 'opaque']) {
    above.entry({ ...common, name: folder, type: 'directory' })
    above.entry({ ...common, name: `${folder}/.wh..wh..opq` }, '')
    above.entry({ ...common, name: `${folder}/above` }, 'above')
  }
  // In no header's sum anything changes: z + z + z = 0xe9 + 'E' + '@'.
  above.entry({ ...common, name: 'latin-zzz' }, 'é')
  for (const name of ['.singularity.d', '.singularity.d/env', '.singularity.d/own'])
    above.entry({ ...common, name, type: 'directory' })
  above.entry({ ...common, name: '.singularity.d/env/10-docker2singularity.sh' }, 'exit 1')
  above.entry({ ...common, name: '.singularity.d/env/20-own.sh' }, 'export OWN=1')
  above.entry({ ...common, name: '.singularity.d/own/file' }, 'own')
  above.entry({ ...common, name: '.singularity.d/runscript', mode: 0o755 }, 'exit 1')
  above.finalize()
  const tar = await buffer(above)
  tar.write('latin-\u00e9E@', tar.indexOf('latin-zzz'), 'latin1')
  return [await buffer(below), tar]
}

/** Loads an image of busybox and these layers, as `docker save` writes one. */
export async function loadImage(docker: Docker, name: string, layers: readonly Buffer[]): Promise<string> {
  const all = [await buffer(await busyboxFiles(busybox, {})), ...layers]
  const config = {
    architecture: 'amd64',
    os: 'linux',
    config: { Cmd: ['/bin/sh'], Env: ['PATH=/bin'] },
    rootfs: {
      type: 'layers',
      diff_ids: all.map((layer) => `sha256:${createHash('sha256').update(layer).digest('hex')}`),
    },
  }
  const names = all.map((_, index) => `${index}/layer.tar`)
  const archive = pack()
  archive.entry({ name: 'config.json' }, JSON.stringify(config))
  for (const [index, layer] of all.entries()) archive.entry({ name: names[index] ?? '' }, layer)
  archive.entry(
    { name: 'manifest.json' },
    JSON.stringify([{ Config: 'config.json', RepoTags: [name], Layers: names }]),
  )
  archive.finalize()
  const said = await docker.loadImage(Readable.from(archive, { objectMode: false }))
  await buffer(said)
  return name
}

/** Layers that change what those below them have. */
export const layered = `
ADD odd.tar /
RUN mkdir -p /l/opaque/deep /l/folder /l/links && echo 1 > /l/opaque/old && echo 1 > /l/opaque/deep/old \\
 && echo gone > /l/gone && echo in > /l/folder/in && echo file > /l/file && echo same > /l/links/a \\
 && ln /l/links/a /l/links/b && ln /l/links/a /l/links/c && echo kept > /l/kept
RUN rm /l/gone && rm -r /l/opaque && mkdir /l/opaque && echo new > /l/opaque/new \\
 && rm -r /l/folder && echo "a file now" > /l/folder && rm /l/file && mkdir /l/file && echo in > /l/file/in \\
 && ln /l/kept /l/links/kept && chmod 4711 /l/kept && touch -d '2010-11-12 13:14:15' /l/kept /l/opaque
RUN truncate -s 200M /l/sparse && echo end >> /l/sparse
RUN echo changed >> /l/links/b && rm /l/links/c && ln -s ../l/links /l/through && chown -R 1000:1000 /l/links
`

/** A folder of so many small files. */
export function manyFiles(docker: Docker, name: string, count: number): Promise<void> {
  const size = 1_000
  async function* files(): AsyncGenerator<Buffer> {
    yield withoutEnd(await buffer(await busyboxFiles(busybox, {})))
    yield await part((tar) => tar.entry({ name: 'many', type: 'directory', mtime: time }))
    for (let from = 0; from < count; from += size)
      yield await part((tar) => {
        tar.entry({ name: `many/${from}`, type: 'directory', mtime: time })
        for (let index = from; index < Math.min(count, from + size); index += 1)
          // Of many sizes: mksquashfs compares each file with all others of its size.
          tar.entry(
            { name: `many/${from}/file-${index}`, mtime: time },
            `${index} ${'.'.repeat(index % 4_001)}`,
          )
      })
    yield Buffer.alloc(1_024)
  }
  return importImage(socketPathOf(docker), name, files(), { command: ['/bin/sh'] })
}

/** A piece of a tar that goes on. */
async function part(write: (tar: Pack) => void): Promise<Buffer> {
  const tar = pack()
  write(tar)
  tar.finalize()
  return withoutEnd(await buffer(tar))
}

const withoutEnd = (tar: Buffer): Buffer => tar.subarray(0, tar.length - 1_024)
