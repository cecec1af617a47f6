import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createDockerBackend, defaultSettings } from '@berth/docker'
import { gitlabCi } from '@berth/lending'
import { useDocker, type TestDocker } from '../fixtures/docker.ts'
import { removeLent } from '../fixtures/remove-lent.ts'

const run = promisify(execFile)
const instance = `gitlab-${randomUUID().slice(0, 8)}`
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const program = join(
  dirname(createRequire(import.meta.url).resolve('gitlab-ci-local/package.json')),
  'dist/index.js',
)

let daemon: TestDocker
let folder: string
let backend: ReturnType<typeof createDockerBackend>

beforeAll(async () => {
  daemon = await useDocker()
  folder = await mkdtemp(join(tmpdir(), 'berth-gitlab-'))
  const settings = defaultSettings(folder)
  backend = createDockerBackend({ socketPath: daemon.socketPath, instance, settings, log: silent })
  await access('/usr/bin/rsync').catch(() => run('apt-get', ['install', '-q', '-y', 'rsync']))
})
afterAll(async () => {
  await backend.close()
  await removeLent(daemon.docker, instance)
  await rm(folder, { recursive: true })
  await daemon.stop()
})

/** A repository with a Dockerfile and the generated pipeline, run by gitlab-ci-local against the account's endpoint. */
async function pipeline(account: string): Promise<string> {
  const base = `docker.io/${daemon.images.busybox}`
  const { socketPath } = await backend.builds!.openBuildEndpoint(account, { allowedImages: [base] })
  const repository = await mkdtemp(join(folder, `${account}-`))
  const git = (...args: string[]) =>
    run('git', ['-C', repository, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args])
  await git('init', '-q', '-b', 'main')
  await git('remote', 'add', 'origin', 'git@gitlab.example.org:group/project.git')
  await writeFile(join(repository, 'Dockerfile'), `FROM ${base}\nARG WHO\nRUN echo "of $WHO" > /who\n`)
  const images = [{ name: 'lesson', buildArguments: { WHO: account } }]
  await writeFile(join(repository, '.gitlab-ci.yml'), gitlabCi({ images, tag: 'git' }))
  await git('add', '.')
  await git('commit', '-q', '-m', 'first')
  const env = { ...process.env, DOCKER_HOST: `unix://${socketPath}` }
  const { stdout, stderr } = await run(process.execPath, [program, '--force-shell-executor'], {
    cwd: repository,
    env,
  })
  return stdout + stderr
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
