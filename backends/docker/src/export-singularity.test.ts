import type Docker from 'dockerode'
import { expect, it } from 'vitest'
import { exportSingularity } from './export-singularity.ts'
import type { SifFiles } from './singularity/sif-files.ts'

const reference = 'docker.io/library/a:1'
const inspected = { Id: 'sha256:0', Size: 1, Architecture: 'amd64', RepoTags: ['a:1'] }
const docker = { getImage: () => ({ inspect: () => Promise.resolve(inspected) }) } as unknown as Docker

it('lets the conversion go when its caller leaves while a line waits to be read', async () => {
  let left = false
  const sifFiles = {
    async *make() {
      try {
        for (let position = 9; ; position -= 1) yield await Promise.resolve({ position })
      } finally {
        left = true
      }
    },
  } as unknown as SifFiles
  const order = { compression: 'zstd', account: 'alice' } as const
  const events = exportSingularity({ docker, sifFiles }, reference, order, new AbortController().signal)
  expect((await events.next()).value).toEqual({ type: 'queued', position: 9 })
  await events.return(undefined)
  expect(left).toBe(true)
})
