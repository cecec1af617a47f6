import { randomBytes } from 'node:crypto'
import { readdir, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { BuildLog, ImageBuild, Repository } from '@berth/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  repositoryContext,
  repositoryLimits,
} from '../../../packages/backend/src/server/repository/repository-context.ts'
import { startBerth, type RunningBerth } from '../fixtures/berth.ts'
import { until } from '../fixtures/child.ts'
import { useDocker } from '../fixtures/docker.ts'
import { startGitServer, type GitServer } from '../fixtures/git-server.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'
import { enrol, logIn, type Caller } from './caller.ts'

let server: GitServer
let berth: RunningBerth
let alice: Caller
let folder: string
let spool: string
let base: string

beforeAll(async () => {
  base = (await useDocker()).images.busybox
  folder = await temporaryFolder('git')
  spool = await temporaryFolder('git-spool')
  server = await startGitServer(folder)
  berth = await startBerth({
    env: { BERTH_GIT_HOSTS: `public ${server.host}`, BERTH_GIT_CA: server.caFile, BERTH_AGENT_SPOOL: spool },
  })
  alice = await enrol(await logIn(berth.url, berth.admin.account, berth.admin.password), 'alice')
  const files = { Dockerfile: `FROM ${base}\nRUN echo at the top\n`, 'kadai/1/data': 'from a folder\n' }
  await server.commit('public.git', {
    ...files,
    'kadai/1/Dockerfile': `FROM ${base}\nCOPY data /data\nRUN cat /data\n`,
  })
  await server.commit('public.git', { Dockerfile: `FROM ${base}\nRUN echo 枝から\n` }, '課題/枝')
  await server.commit('private.git', { Dockerfile: `FROM ${base}\nRUN echo private\n` })
})
afterAll(async () => {
  await berth.stop()
  await server.stop()
  await rm(spool, { recursive: true })
})

const containing = (text: string): unknown => expect.stringContaining(text)

/** Builds to the end; with its log. */
async function build(repository: Repository): Promise<ImageBuild & { log: string }> {
  const form = new FormData()
  form.append('repository', JSON.stringify(repository))
  const answer = await alice.send('POST', '/images/builds?name=from-git', form)
  let told = (await answer.json()) as ImageBuild
  expect([202, 400, 403, 502], JSON.stringify(told)).toContain(answer.status)
  if (answer.status !== 202)
    return { ...told, state: 'failed', problem: told as unknown as ImageBuild['problem'], log: '' }
  await until(
    () => `the build ends: ${JSON.stringify(told)}`,
    async () => {
      told = await alice.call<ImageBuild>('GET', `/images/builds/${told.id}`)
      return told.endedAt !== null
    },
  )
  const lines = await (await alice.send('GET', `/images/builds/${told.id}/log`)).text()
  const pieces = lines.split('\n').filter((line) => line !== '')
  return { ...told, log: pieces.map((line) => (JSON.parse(line) as BuildLog).text).join('') }
}

it('builds a branch, a commit and a folder of a repository', async () => {
  const url = `${server.url}/public.git`
  expect(await build({ url })).toMatchObject({ state: 'done', log: containing('at the top') })
  expect(await build({ url, path: '/kadai/1/' })).toMatchObject({
    state: 'done',
    log: containing('from a folder'),
  })
  expect(await build({ url, ref: '課題/枝' })).toMatchObject({
    state: 'done',
    log: containing('枝から'),
  })
  const ref = (await server.git('public.git', 'rev-parse', 'main')).trim()
  expect(await build({ url, ref })).toMatchObject({ log: containing('at the top') })
  expect((await readdir(spool)).filter((name) => name.startsWith('berth-git-'))).toEqual([])
})

it('leaves out what .dockerignore names, as Docker’s client does', async () => {
  const list = 'find /all -type f -o -type l'
  await server.commit('ignoring.git', {
    Dockerfile: `FROM ${base}\nCOPY . /all\nRUN ${list} | sort | tr '\\n' ' '\n`,
    '.dockerignore': 'data\n!data/wanted\n**/*.log\nDockerfile\n',
    'data/huge': 'x',
    'data/wanted': 'x',
    'deep/er/a.log': 'x',
    'deep/er/日本語': 'x',
  })
  const { state, log } = await build({ url: `${server.url}/ignoring.git` })
  expect(state, log).toBe('done')
  expect(log).toContain('/all/data/wanted /all/deep/er/日本語')
  expect(log).not.toContain('/all/data/huge')
  expect(log).not.toContain('a.log ')
})

it('reads a private repository with a token, and forgets the token', async () => {
  const url = `${server.url}/private.git`
  expect(await build({ url })).toMatchObject({ problem: { code: 'repository-failed' } })
  expect(await build({ url, token: 'wrong' })).toMatchObject({ problem: { code: 'repository-failed' } })
  const { id, state } = await build({ url, token: server.token })
  expect(state).toBe('done')
  expect(JSON.stringify(await alice.call('GET', `/images/builds/${id}`))).not.toContain(server.token)
  expect(berth.logs()).not.toContain(server.token)
})

it.each([
  ['a local path', { url: '/etc' }],
  ['a file', { url: 'file:///etc' }],
  ['a command', { url: 'ext::sh -c touch% /tmp/x' }],
  ['ssh', { url: 'ssh://-oProxyCommand=x/y' }],
  ['ssh as scp writes it', { url: 'git@localhost:x.git' }],
  ['the git protocol', { url: 'git://localhost/x' }],
  ['an option', { url: '--upload-pack=touch /tmp/x' }],
  ['credentials', { url: 'https://a:b@localhost/x.git' }],
  ['an option as ref', { url: 'https://localhost/x.git', ref: '--upload-pack=x' }],
  ['a refspec as ref', { url: 'https://localhost/x.git', ref: 'main:refs/heads/x' }],
  ['a line break in the ref', { url: 'https://localhost/x.git', ref: 'a\nb' }],
  ['a path that climbs', { url: 'https://localhost/x.git', path: 'a/../../b' }],
  ['a token over plain HTTP', { url: 'http://localhost/x.git', token: 'x' }],
  ['a header in the token', { url: 'https://localhost/x.git', token: 'x\r\nHost: y' }],
])('does not take %s', async (_, repository) => {
  expect((await build(repository)).problem).toMatchObject({ code: 'repository-invalid' })
})

it.each([
  'https://localhost/x.git',
  'https://127.0.0.1/x.git',
  'https://2130706433/x.git',
  'https://0x7f.1/x.git',
  'https://[::1]/x.git',
  'https://[::ffff:127.0.0.1]/x.git',
  'https://[64:ff9b::7f00:1]/x.git',
  'https://0.0.0.0/x.git',
  'https://10.1.2.3/x.git',
  'https://172.20.0.1/x.git',
  'https://192.168.1.1/x.git',
  'https://169.254.169.254/latest/meta-data',
  'https://[fe80::1]/x.git',
  'https://[fd00::1]/x.git',
  'http://8.8.8.8/x.git',
])('fetches nothing from %s', async (url) => {
  expect((await build({ url })).problem).toMatchObject({ code: 'repository-refused' })
})

it('follows no redirect, and tells what is not there', async () => {
  server.asked.length = 0
  expect(await build({ url: `${server.url}/moved.git` })).toMatchObject({
    problem: { code: 'repository-failed' },
  })
  expect(server.asked.filter((path) => path.startsWith('/public.git'))).toEqual([])
  const url = `${server.url}/public.git`
  for (const missing of [{ url: `${server.url}/none.git` }, { url, ref: 'none' }, { url, path: 'none' }])
    expect((await build(missing)).problem?.code).toBe('repository-failed')
  expect((await build({ url, path: 'Dockerfile' })).problem?.code).toBe('repository-failed')
})

it('runs nothing of the repository, and no link of it leads out', async () => {
  const name = 'hostile.git'
  await server.commit(name, {
    Dockerfile: `FROM ${base}\nCOPY . /all\nRUN ls -l /all; cat /all/subst; cat /all/out/shadow || echo closed\n`,
    '.gitattributes': '* filter=evil\nsubst export-subst\n',
    subst: '$Format:%H$\n',
  })
  await server.git(name, 'config', 'core.symlinks', 'true')
  await symlink('/etc', join(folder, 'work', name, 'out'))
  await server.git(name, 'update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},module`)
  await server.commit(name, {
    '.gitmodules': '[submodule "m"]\n\tpath = module\n\turl = https://localhost/m.git\n',
  })
  const url = `${server.url}/${name}`
  const built = await build({ url })
  expect(built).toMatchObject({ state: 'done', log: containing('$Format:%H$') })
  expect(built.log).toContain('out -> /etc')
  expect((await build({ url, path: 'out' })).problem?.code).toBe('repository-failed')
  expect((await build({ url, path: 'module' })).problem?.code).toBe('repository-failed')
})

it('ends where the server sends more than may be, or too long, and leaves nothing', async () => {
  await server.commit('large.git', { big: randomBytes(3_000_000).toString('base64') })
  const settings = { hosts: [server.host], caFile: server.caFile }
  const read = async (limits: Partial<typeof repositoryLimits>) => {
    const parts = {
      settings,
      spoolFolder: spool,
      dockerfile: 'Dockerfile',
      signal: new AbortController().signal,
    }
    const text = JSON.stringify({ url: `${server.url}/large.git` })
    let bytes = 0
    for await (const chunk of repositoryContext(text, parts, { ...repositoryLimits, ...limits }))
      bytes += chunk.length
    return bytes
  }
  expect(await read({})).toBeGreaterThan(3_000_000)
  await expect(read({ file: 1_000_000 })).rejects.toMatchObject({ code: 'repository-too-large' })
  await expect(read({ time: 1 })).rejects.toMatchObject({ code: 'repository-failed' })
  expect((await readdir(spool)).filter((one) => one.startsWith('berth-git-'))).toEqual([])
})
