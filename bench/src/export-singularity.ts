import { execFile } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { useApptainer, type Apptainer } from '@berth/test/fixtures/apptainer'
import type { Bench, Setting } from './bench.ts'
import { convert, debianImage } from './debian-image.ts'
import { median, proportionalSetSize, seconds, timed, type Result } from './measure.ts'

const execute = promisify(execFile)
const rounds = 3
const zstd = '-comp zstd -Xcompression-level 3'
/** Files of this very Debian, up to so many MB. */
const sizes = [100, 1_000]

interface Subject extends Setting {
  readonly folder: string
  readonly cache: string
  readonly apptainer: Apptainer
}

/** An image as a SIF file, against `apptainer build` and the shortest pipe that makes a squashfs. */
export const run: Bench = async (setting) => {
  const folder = await mkdtemp(join(tmpdir(), 'berth-bench-'))
  await chmod(folder, 0o755)
  const apptainer = await useApptainer()
  const cache = `/var/tmp/berth-singularity-${setting.berth.instance}`
  const subject = { ...setting, folder, cache, apptainer }
  try {
    const results: Result[] = []
    for (const size of sizes) results.push(...(await conversions(subject, size)))
    return results
  } finally {
    await apptainer.close()
    await rm(cache, { recursive: true, force: true })
    await rm(folder, { recursive: true, force: true })
  }
}

async function conversions(subject: Subject, size: number): Promise<Result[]> {
  const { admin, apptainer, berth, cache, folder } = subject
  const image = await debianImage(subject, size)
  const archive = join(folder, 'image.tar')
  await docker(subject, ['save', '-o', archive, image.reference])
  await chmod(archive, 0o644)
  const reference = ['build', '--force', '--mksquashfs-args', zstd, join(apptainer.home, 'x.sif')]
  const [theirs, bare, ours]: [number[], number[], number[]] = [[], [], []]
  const pids = [berth.processes.console, berth.processes.agent]
  const memory = () => pids.reduce((sum, pid) => sum + proportionalSetSize(pid), 0)
  let grown = 0
  for (let i = 0; i < rounds; i++) {
    bare.push(await timed(() => pipe(subject, image.reference)))
    await rm(cache, { recursive: true, force: true })
    const before = memory()
    const timer = setInterval(() => (grown = Math.max(grown, memory() - before)), 100)
    ours.push(await timed(() => convert(admin, image)))
    clearInterval(timer)
    // The larger one takes Apptainer minutes: once is enough to tell.
    if (i > 0 && size > 100) continue
    theirs.push(
      await timed(async () => {
        const { code, stderr } = await apptainer.run([...reference, `docker-archive:${archive}`])
        if (code !== 0) throw new Error(stderr)
      }),
    )
  }
  await rm(archive)
  const name = `image of ${size} MB to SIF`
  const told = { berth: seconds(median(ours)), unit: '×', direction: 'at most' } as const
  return [
    {
      ...told,
      name: `${name}, and apptainer build`,
      bare: seconds(median(theirs)),
      value: median(ours) / median(theirs),
      bound: 0.2,
    },
    {
      ...told,
      name: `${name}, and docker export | mksquashfs -tar`,
      bare: seconds(median(bare)),
      value: median(ours) / median(bare),
      bound: 1.3,
    },
    {
      ...told,
      name: `${name}, memory in console and agent`,
      bare: '–',
      berth: `${grown.toFixed(0)} MiB more`,
      value: grown,
      unit: 'MiB',
      bound: 64,
    },
  ]
}

const docker = ({ socketPath }: Setting, args: string[]) =>
  execute('docker', ['-H', `unix://${socketPath}`, ...args], { maxBuffer: 2 ** 26 })

async function pipe(subject: Subject, reference: string): Promise<void> {
  const file = join(subject.folder, 'bare.squashfs')
  const { stdout } = await docker(subject, ['create', reference, 'sh'])
  const id = stdout.trim()
  const command = `docker -H unix://${subject.socketPath} export ${id} | mksquashfs - ${file} -tar -noappend -quiet -no-progress ${zstd}`
  await execute('bash', ['-o', 'pipefail', '-c', command], { maxBuffer: 2 ** 26 })
  await docker(subject, ['rm', id])
  await rm(file)
}
