import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Backend } from '@berth/backend'
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
