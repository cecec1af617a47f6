import { execFile } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import type { Backend, Singularity } from '@berth/backend'
import type { SingularityCompression, SingularityFile } from '@berth/contract'
import { createDockerBackend, defaultSettings } from '@berth/docker'
import type Docker from 'dockerode'
import { useApptainer, type Apptainer } from '../fixtures/apptainer.ts'
import { startOwnDocker } from '../fixtures/own-docker.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const run = promisify(execFile)

/** One image as two SIF files: as Berth's agent makes it, and as `apptainer build` does for the same ordinary user. */
export interface SifPair {
  readonly ours: string
  readonly reference: string
}

/** The agent, Apptainer and Docker, and what compares them. */
export interface SifBench {
  readonly docker: Docker
  readonly socketPath: string
  readonly backend: Backend
  readonly apptainer: Apptainer
  /** A folder for this test file. */
  readonly folder: string
  pair(image: string, compression?: SingularityCompression): Promise<SifPair>
  remove(): Promise<void>
}

const never = new AbortController().signal
const log = { info: () => undefined, warn: () => undefined, error: () => undefined }

export async function createSifBench(instance: string): Promise<SifBench> {
  // Its own: what is broken off and filled up here is nobody else's.
  const own = await startOwnDocker()
  const apptainer = await useApptainer()
  const folder = await temporaryFolder('sif')
  const settings = defaultSettings(folder)
  const backend = createDockerBackend({ socketPath: own.socketPath, instance, settings, log })
  const images = new Set<string>()
  return {
    docker: own.docker,
    socketPath: own.socketPath,
    backend,
    apptainer,
    folder,
    pair: async (image, compression) => {
      images.add(image)
      const ours = await apptainer.give(
        await ownSif(backend, image, compression, settings.singularity.folder),
        `${images.size}.sif`,
      )
      return { ours, reference: await apptainerSif(own.docker, apptainer, image, folder) }
    },
    remove: async () => {
      await backend.close()
      await apptainer.close()
      await rm(folder, { recursive: true, force: true })
      await own.remove()
    },
  }
}

/** Makes a file and waits for it. Throws what made it fail. */
export async function madeSif(
  singularity: Singularity | undefined,
  image: string,
  compression: SingularityCompression = 'zstd',
  signal: AbortSignal = never,
): Promise<SingularityFile> {
  const order = { compression, account: 'alice' }
  const events = singularity?.exportSingularity(`docker.io/${image}`, order, signal) ?? []
  for await (const event of events) {
    if (event.type === 'done') return event.file
    if (event.type === 'failed') throw Object.assign(new Error(event.problem.detail), event.problem)
  }
  throw new Error('The conversion ended without a word')
}

async function ownSif(
  backend: Backend,
  image: string,
  compression: SingularityCompression | undefined,
  cache: string,
): Promise<string> {
  const { sha256 } = await madeSif(backend.singularity, image, compression)
  const name = (await readdir(cache)).find((one) => one.includes(sha256)) ?? ''
  return join(cache, name)
}

async function apptainerSif(
  docker: Docker,
  apptainer: Apptainer,
  image: string,
  folder: string,
): Promise<string> {
  const archive = join(folder, 'image.tar')
  await pipeline(await docker.getImage(image).get(), createWriteStream(archive, { mode: 0o644 }))
  const file = join(apptainer.home, 'reference.sif')
  const built = await apptainer.run(['build', '--force', file, `docker-archive:${archive}`])
  if (built.code !== 0) throw new Error(`apptainer build: ${built.stderr}`)
  await rm(archive)
  return file
}

/** Looks into a SIF's file system as root, to whom nothing is hidden. */
export async function withinSif<T>(
  bench: SifBench,
  sif: string,
  look: (folder: string) => Promise<T>,
): Promise<T> {
  const listed = await bench.apptainer.run(['sif', 'list', sif])
  const offset = /\|(\d+)-\d+\s*\|FS/.exec(listed.stdout)?.[1] ?? ''
  const folder = await mkdtemp(join(bench.folder, 'mounted-'))
  await run('mount', ['-t', 'squashfs', '-o', `ro,loop,offset=${offset}`, sif, folder])
  try {
    return await look(folder)
  } finally {
    await run('umount', [folder])
  }
}
