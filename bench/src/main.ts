import { kept, print, type Result } from './measure.ts'
import { withBerth, type Bench } from './bench.ts'

const benches: Record<string, () => Promise<{ run: Bench }>> = {
  idle: () => import('./idle.ts'),
  'build-image': () => import('./build-image.ts'),
  'log-in': () => import('./log-in.ts'),
  'list-containers': () => import('./list-containers.ts'),
  'image-appears': () => import('./image-appears.ts'),
  'list-images': () => import('./list-images.ts'),
  'terminal-container': () => import('./terminal-container.ts'),
  'upload-files': () => import('./upload-files.ts'),
  'export-singularity': () => import('./export-singularity.ts'),
  'get-singularity': () => import('./get-singularity.ts'),
  'return-of-cluster': () => import('./return-of-cluster.ts'),
  'return-of-part': () => import('./return-of-part.ts'),
  'create-container': () => import('./create-container.ts'),
  'create-on-kubernetes': () => import('./create-on-kubernetes.ts'),
  'restart-kubernetes-agent': () => import('./restart-kubernetes-agent.ts'),
}

/** `npm run bench [-- NAME …]`: each prints ratios against the bare tool of the same run; exit code 1 where a bound is not kept. */
async function main(): Promise<void> {
  const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(benches)
  const results: Result[] = []
  for (const name of names) {
    const load = benches[name]
    if (load === undefined)
      throw new Error(`There is no benchmark “${name}”. Choose from: ${Object.keys(benches).join(', ')}`)
    const { run } = await load()
    const found = await withBerth(run)
    found.forEach(print)
    results.push(...found)
  }
  const over = results.filter((result) => !kept(result))
  console.info(`${results.length - over.length} bounds kept, ${over.length} not`)
  process.exitCode = over.length > 0 ? 1 : 0
}

await main()
