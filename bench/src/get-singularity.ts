import { execFile } from 'node:child_process'
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Bench } from './bench.ts'
import { convert, debianImage } from './debian-image.ts'
import { median, seconds, timed } from './measure.ts'
import { startNginx } from './nginx.ts'

const execute = promisify(execFile)

/** The download of a finished SIF file of a 1 GB image, against nginx with the same file. */
export const run: Bench = async (setting) => {
  const folder = await mkdtemp(join(tmpdir(), 'berth-bench-'))
  await chmod(folder, 0o755)
  const { admin, berth } = setting
  const cache = `/var/tmp/berth-singularity-${berth.instance}`
  const image = await debianImage(setting, 1_000)
  await convert(admin, image)
  const [file = ''] = (await readdir(cache)).filter((name) => name.endsWith('.sif'))
  const nginx = await startNginx(join(folder, 'nginx'), cache)
  const asker = Object.entries(admin.headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`])
  const curl = (...args: string[]) => execute('curl', ['-sS', '--fail', '-o', '/dev/null', ...args])
  const [bare, ours]: [number[], number[]] = [[], []]
  for (let i = 0; i < 5; i++) {
    bare.push(await timed(() => curl(`${nginx.url}/${file}`)))
    ours.push(await timed(() => curl(...asker, `${admin.url}/api/v1/images/${image.id}/singularity`)))
  }
  await nginx.stop()
  await rm(cache, { recursive: true, force: true })
  await rm(folder, { recursive: true, force: true })
  return [
    {
      name: 'download of a finished SIF file, throughput, and nginx',
      bare: seconds(median(bare)),
      berth: seconds(median(ours)),
      value: median(bare) / median(ours),
      unit: '×',
      bound: 0.8,
      direction: 'at least',
    },
  ]
}
