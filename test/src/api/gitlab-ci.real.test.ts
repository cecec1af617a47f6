import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createDockerBackend, defaultSettings } from '@berth/docker'
import { gitlabCi } from '@berth/lending'
import { useDocker, type TestDocker } from '../fixtures/docker.ts'
import { runPipeline, useGitlabCiLocal } from '../fixtures/gitlab-ci-local.ts'
import { removeLent } from '../fixtures/remove-lent.ts'

const instance = `gitlab-${randomUUID().slice(0, 8)}`
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

let daemon: TestDocker
let folder: string
let backend: ReturnType<typeof createDockerBackend>

beforeAll(async () => {
  daemon = await useDocker()
  folder = await mkdtemp(join(tmpdir(), 'berth-gitlab-'))
  const settings = defaultSettings(folder)
  backend = createDockerBackend({ socketPath: daemon.socketPath, instance, settings, log: silent })
  await useGitlabCiLocal()
})
afterAll(async () => {
  await backend.close()
  await removeLent(daemon.docker, instance)
  await rm(folder, { recursive: true })
  await daemon.stop()
})

/** A repository with a Dockerfile and the generated pipeline, run against the account's endpoint. */
async function pipeline(account: string): Promise<string> {
  const base = `docker.io/${daemon.images.busybox}`
  const { socketPath } = await backend.builds!.openBuildEndpoint(account, { allowedImages: [base] })
  const images = [{ name: 'lesson', buildArguments: { WHO: account } }]
  const files = {
    Dockerfile: `FROM ${base}\nARG WHO\nRUN echo "of $WHO" > /who\n`,
    '.gitlab-ci.yml': gitlabCi({ images, tag: 'git' }),
  }
  return runPipeline(files, socketPath)
}

it('builds the images of two accounts at once from the generated pipeline', async () => {
  const accounts = ['alice', 'bob'].map((name) => `${name}-${randomUUID().slice(0, 8)}`)
  const logs = await Promise.all(accounts.map(pipeline))
  for (const [index, account] of accounts.entries()) {
    expect(logs[index]).toContain(`Successfully tagged berth.internal/${account}/lesson:main`)
    const { Config } = await daemon.docker.getImage(`berth.internal/${account}/lesson:main`).inspect()
    expect(Config.Labels).toMatchObject({ 'berth.account': account })
  }
})

it('builds several images from their folders, named by the Git tag that is built', async () => {
  const account = `carol-${randomUUID().slice(0, 8)}`
  const base = `docker.io/${daemon.images.busybox}`
  const { socketPath } = await backend.builds!.openBuildEndpoint(account, { allowedImages: [base] })
  const images = [
    { name: 'web' },
    { name: 'api', context: 'services/api', dockerfile: 'services/api/Recipe' },
  ]
  const files = {
    Dockerfile: `FROM ${base}\nENV OF=web\n`,
    'services/api/Recipe': `FROM ${base}\nCOPY data /data\n`,
    'services/api/data': 'of the api\n',
    '.gitlab-ci.yml': gitlabCi({ images, tag: 'git' }),
  }
  const log = await runPipeline(files, socketPath, { name: 'v1.2.3', slug: 'v1-2-3' })
  for (const { name } of images) {
    const folder = `berth.internal/${account}/${name}`
    expect(log).toContain(`Successfully tagged ${folder}:v1-2-3`)
    await expect(daemon.docker.getImage(`${folder}:latest`).inspect()).rejects.toMatchObject({
      statusCode: 404,
    })
  }
})
