import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Backend } from '@berth/backend'
import { useBuildx } from '../../../../test/src/fixtures/buildx.ts'
import { useDocker, type TestDocker } from '../../../../test/src/fixtures/docker.ts'
import { ask, build, docker } from '../../test/build-support.ts'
import { removeLent } from '../../../../test/src/fixtures/remove-lent.ts'
import { createDockerBackend, defaultSettings } from '../index.ts'

const instance = `build-${randomUUID().slice(0, 8)}`
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const classic = { DOCKER_BUILDKIT: '0' }

describe('an account’s build endpoint', () => {
  let daemon: TestDocker
  let backend: Backend
  let folder: string
  let base: string
  let alice: string
  const account = `alice-${randomUUID().slice(0, 8)}`
  const full = (name: string) => `berth.internal/${account}/${name}`

  beforeAll(async () => {
    daemon = await useDocker()
    folder = await mkdtemp(join(tmpdir(), 'berth-build-'))
    backend = createDockerBackend({
      socketPath: daemon.socketPath,
      instance,
      settings: defaultSettings(folder),
      log: silent,
    })
    base = `docker.io/${daemon.images.busybox}`
    alice = (await backend.builds!.openBuildEndpoint(account, { allowedImages: [base] })).socketPath
  })
  afterAll(async () => {
    await backend.close()
    await removeLent(daemon.docker, instance)
    await rm(folder, { recursive: true })
    await daemon.stop()
  })

  it('builds what the docker command line sends, under the account’s own name and labels', async () => {
    const context = await mkdtemp(join(folder, 'context-'))
    await writeFile(join(context, 'Dockerfile'), `FROM ${base}\nCOPY hello.txt /\nRUN cat /hello.txt\n`)
    await writeFile(join(context, 'hello.txt'), 'こんにちは\n')
    const { code, output } = await docker(alice, ['build', '-t', 'hello', '.'], {
      cwd: context,
      env: classic,
    })
    expect(output).toContain('こんにちは')
    expect(output).toContain(`FROM ${base}`)
    expect(code).toBe(0)
    const { Config } = await daemon.docker.getImage(full('hello:latest')).inspect()
    expect(Config.Labels).toEqual({ 'berth.instance': instance, 'berth.account': account })
  })

  it('tags, lists, pushes and tells its version to the docker command line', async () => {
    const run = (...args: string[]) => docker(alice, args, { env: classic })
    expect((await build(alice, `FROM ${base}\nRUN echo to be tagged\n`, 't=first')).made).toBe(true)
    expect((await run('tag', 'first', 'second:2')).code).toBe(0)
    expect((await run('tag', full('first'), full('third'))).code).toBe(0)
    const ids = await Promise.all(
      ['first:latest', 'second:2', 'third:latest'].map(
        async (name) => (await daemon.docker.getImage(full(name)).inspect()).Id,
      ),
    )
    expect(new Set(ids).size).toBe(1)
    const listed = await run('images', '--format', '{{.Repository}}:{{.Tag}}')
    expect(listed.code, listed.output).toBe(0)
    const names = listed.output.trim().split('\n')
    expect(names).toEqual(
      expect.arrayContaining([full('first:latest'), full('second:2'), full('third:latest')]),
    )
    expect(names.filter((name) => !name.startsWith(full('')))).toEqual([])
    expect((await run('images', '-q', 'second:2')).output.trim()).toBe(ids[0]?.slice(7, 19))
    // Berth has it already: a push says so and sends nothing.
    const pushed = await run('push', full('second:2'))
    expect(pushed.code, pushed.output).toBe(0)
    expect(pushed.output).toContain(`Berth keeps ${full('second:2')}`)
    for (const other of [full('absent'), 'berth.internal/somebody/else', base]) {
      const { code, output } = await run('push', other)
      expect(code, output).not.toBe(0)
    }
    const { code, output } = await run('version')
    expect(code, output).toBe(0)
    expect(output).toContain('Berth build endpoint')
  })

  it('says nothing but the ID to who wants it quiet', async () => {
    const context = await mkdtemp(join(folder, 'context-'))
    await writeFile(join(context, 'Dockerfile'), `FROM ${base}\nRUN echo loud\n`)
    const { code, output } = await docker(alice, ['build', '-q', '-t', 'quiet', '.'], {
      cwd: context,
      env: classic,
    })
    expect(code, output).toBe(0)
    const { Id } = await daemon.docker.getImage(full('quiet:latest')).inspect()
    expect(output.trim().split('\n').at(-1)).toBe(Id)
  })

  it('builds for whoever does not say which builder, and tells a BuildKit client what to set', async () => {
    const context = await mkdtemp(join(folder, 'context-'))
    await writeFile(join(context, 'Dockerfile'), `FROM ${base}\nRUN echo built\n`)
    expect((await docker(alice, ['build', '-t', 'plain', '.'], { cwd: context })).code).toBe(0)
    // Debian 12's client has BuildKit in it; newer ones have it in the plugin buildx.
    const buildkit = { cwd: context, env: { DOCKER_BUILDKIT: '1', PATH: '/usr/bin' } }
    const { code, output } = await docker(alice, ['build', '-t', 'kit', '.'], buildkit)
    expect(code).not.toBe(0)
    expect(output).toContain('set DOCKER_BUILDKIT=0')
    expect((await ask(alice, 'GET', '/images/kit/json')).status).toBe(404)
  })

  it('tells buildx what to set, with every driver, and builds for the same command line once it is', async () => {
    const buildx = await useBuildx()
    const context = await mkdtemp(join(folder, 'context-'))
    await writeFile(join(context, 'Dockerfile'), `FROM ${base}\nRUN echo built by 26\n`)
    const run = (args: string[], env: Readonly<Record<string, string>> = {}) =>
      docker(alice, args, { cwd: context, env: { ...buildx, BUILDX_CONFIG: join(context, '.x'), ...env } })
    const refused = async (args: string[]) => {
      const { code, output } = await run(args)
      expect(code, args.join(' ')).not.toBe(0)
      expect(output, args.join(' ')).toContain('DOCKER_BUILDKIT=0')
    }
    expect((await run(['buildx', 'version'])).output).toContain('github.com/docker/buildx')
    await refused(['build', '-t', 'kit', '.'])
    await refused(['buildx', 'build', '-t', 'kit', '.'])
    await refused(['buildx', 'create', '--name', 'own', '--driver', 'docker-container'])
    expect((await ask(alice, 'GET', '/images/kit/json')).status).toBe(404)
    const { code, output } = await run(['build', '-t', 'kit', '.'], classic)
    expect(output).toContain('built by 26')
    expect(code).toBe(0)
    expect((await run(['images'])).output).toContain('kit')
  }, 120_000)

  it('has builds wait for their turn, everybody’s first before anybody’s second, and tells the place', async () => {
    const narrow = createDockerBackend({
      socketPath: daemon.socketPath,
      instance: `${instance}-n`,
      settings: { ...defaultSettings(await mkdtemp(join(folder, 'narrow-'))), builds: 1 },
      log: silent,
    })
    const open = async (name: string) =>
      (await narrow.builds!.openBuildEndpoint(name, { allowedImages: [base] })).socketPath
    const [first, second] = [await open('hanako'), await open('taro')]
    const ended: string[] = []
    const run = async (socket: string, name: string, seconds: number) => {
      const outcome = await build(socket, `FROM ${base}\nRUN sleep ${seconds}\n`, `t=${name}&nocache=1`)
      ended.push(name)
      return outcome
    }
    const filters = { label: ['berth.account=hanako'] }
    const steps = async () => (await daemon.docker.listContainers({ filters })).length
    const begun = run(first, 'first', 4)
    await expect.poll(steps, { timeout: 20_000 }).toBe(1)
    const outcomes = await Promise.all([begun, run(first, 'second', 0), run(second, 'other', 0)])
    expect(ended).toEqual(['first', 'other', 'second'])
    expect(outcomes.map(({ made }) => made)).toEqual([true, true, true])
    expect(outcomes[0].said).not.toContain('Waiting')
    expect(outcomes[1].said).toContain('Waiting: 2')
    await narrow.close()
    await removeLent(daemon.docker, `${instance}-n`)
  })

  it('says of an image that lies on other servers where that is, and nothing of one that may not be used', async () => {
    const lying = { reference: 'berth.internal/teacher/base:1', backends: ['blade2'], stored: false }
    await backend.builds!.openBuildEndpoint(account, { allowedImages: [base], elsewhere: [lying] })
    expect((await build(alice, 'FROM berth.internal/teacher/base:1\n')).said).toContain('lies on “blade2”')
    const { said } = await build(alice, 'FROM berth.internal/teacher/other:1\n')
    expect(said).toContain('There is no image')
  })

  it('leaves neither its own Dockerfile nor .dockerignore in the image', async () => {
    const { made, said } = await build(alice, {
      'a.txt': 'a',
      Dockerfile: `FROM ${base}\nCOPY . /all\nRUN ls -A /all`,
    })
    expect(said).toContain('Dockerfile\\na.txt\\n')
    expect(said).not.toContain('.berth-')
    expect(made).toBe(true)
  })

  it('answers what else is not offered with Docker’s own form of an error', async () => {
    const { status, body } = await ask(alice, 'GET', '/v1.41/containers/json')
    expect(status).toBe(403)
    expect(JSON.parse(body)).toHaveProperty('message')
  })
})
