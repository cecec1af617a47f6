import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { ImageBuild } from '@berth/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildFor } from '../../../test/src/fixtures/build-for.ts'
import { startBerth, type RunningBerth } from '../../../test/src/fixtures/berth.ts'
import { useDocker } from '../../../test/src/fixtures/docker.ts'
import { foretell } from '../../../test/src/fixtures/foretell.ts'

const main = join(import.meta.dirname, 'main.ts')
const folder = mkdtempSync(join(tmpdir(), 'berth-cli-'))
let server: RunningBerth

beforeAll(async () => {
  server = await startBerth()
}, 300_000)
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
}, 120_000)

async function start(program: string, args: string[], account: string, input?: string) {
  const env = { PATH: process.env['PATH'], LANG: 'C', XDG_CONFIG_HOME: join(folder, account) }
  const child = spawn(program, args, { cwd: folder, env })
  // Without input it stays open: an end would reach a shell as Ctrl-D.
  if (input !== undefined) child.stdin.end(input)
  const [stdout, stderr, closed] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ])
  return { stdout, stderr, exitCode: closed[0] as number }
}

const berth = (account: string, args: string[], input = '') =>
  start(process.execPath, [main, ...args], account, input)

/** What it prints; fails with what it says where it does not end well. */
async function done(account: string, args: string[], input = ''): Promise<string> {
  const { stdout, stderr, exitCode } = await berth(account, args, input)
  expect({ args, exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ args, exitCode: 0, stderr: '' })
  return stdout
}

test('an administrator makes an account, whose owner borrows, works in and gives back a container', async () => {
  const { account, password } = server.admin
  await done('admin', ['login', server.url, '--account', account, '--password-stdin'], `${password}\n`)
  const made = JSON.parse(await done('admin', ['account', 'add', 'hanako', '--json'])) as { password: string }
  expect(await done('admin', ['account', 'list'])).toContain('hanako')
  expect(JSON.parse(await done('admin', ['backend', 'list', '--json']))).toHaveLength(1)

  await done('hanako', ['login', server.url, '--account', 'hanako', '--password-stdin'], made.password)
  expect(await done('hanako', ['whoami'])).toContain('hanako')
  expect((await berth('hanako', ['account', 'list'])).exitCode).toBe(1)
  expect(await done('hanako', ['images'])).toContain('welcome')

  const run = [
    'run',
    'welcome',
    '--name',
    'web',
    '-e',
    'GREETING=こん にちは',
    '-p',
    '8080',
    '--memory',
    '64m',
  ]
  expect(await done('hanako', run)).toMatch(/8080 → http/)
  expect((await berth('hanako', run)).exitCode).toBe(1)
  expect(await done('hanako', ['ps'])).toMatch(/web .*running/)
  expect(await done('hanako', ['exec', 'web', '--', 'sh', '-c', 'printf %s "$GREETING"'])).toBe('こん にちは')
  expect(await berth('hanako', ['exec', 'web', '--', 'sh', '-c', 'exit 7'])).toMatchObject({ exitCode: 7 })
  expect(await done('hanako', ['exec', '-i', 'web', '--', 'cat'], '入力')).toBe('入力')
}, 180_000)

test('files go in and come back as they were', async () => {
  const bytes = Buffer.from(Array.from({ length: 3_000_000 }, (_, index) => (index * 7) % 256))
  mkdirSync(join(folder, 'work/日本 語'), { recursive: true })
  writeFileSync(join(folder, 'work/a.bin'), bytes)
  writeFileSync(join(folder, 'work/日本 語/b.txt'), '船')
  await done('hanako', ['cp', 'work', 'web:/tmp/'])
  expect(await done('hanako', ['exec', 'web', '--', 'cat', '/tmp/work/日本 語/b.txt'])).toBe('船')
  await done('hanako', ['cp', 'web:/tmp/work', 'back'])
  expect(readFileSync(join(folder, 'back/a.bin')).equals(bytes)).toBe(true)
  await done('hanako', ['cp', 'back/a.bin', 'web:/tmp/c.bin'])
  await done('hanako', ['cp', 'web:/tmp/c.bin', '.'])
  expect(readFileSync(join(folder, 'c.bin')).equals(bytes)).toBe(true)
  expect((await berth('hanako', ['cp', 'web:/nowhere', 'x'])).exitCode).toBe(1)
}, 120_000)

test('an image is built from a folder, without what .dockerignore names', async () => {
  const context = join(folder, 'context')
  mkdirSync(join(context, 'secrets'), { recursive: true })
  writeFileSync(join(context, 'secrets/key'), 'secret')
  writeFileSync(join(context, 'run.sh'), '#!/bin/sh\necho "$GREETING"\n', { mode: 0o755 })
  symlinkSync('run.sh', join(context, 'link'))
  // A link that leads back in circles is a link, not a folder without end.
  symlinkSync('.', join(context, 'round'))
  writeFileSync(join(context, '.dockerignore'), 'secrets\n')
  const dockerfile = 'FROM berth-test/busybox:1\nARG GREETING\nENV GREETING=$GREETING\nCOPY . /context\n'
  writeFileSync(join(context, 'app.Dockerfile'), dockerfile)
  const refused = await berth('hanako', ['build', 'context', '-t', 'made'])
  expect(refused.exitCode).toBe(1)
  expect(refused.stderr).toContain('Dockerfile')
  const outside = await berth('hanako', ['build', 'context', '-t', 'made', '-f', '/etc/passwd'])
  expect(outside.exitCode).toBe(2)
  const options = ['-f', 'context/app.Dockerfile', '--build-arg', "GREETING=it's 船"]
  const said = await berth('hanako', ['build', 'context', '-t', 'made', ...options])
  expect({ exitCode: said.exitCode, stderr: said.stderr }).toMatchObject({ exitCode: 0 })
  expect(said.stderr).toContain('Built made:latest')
  expect(said.stdout).toContain('COPY . /context')
  await done('hanako', ['run', 'made', '--name', 'of-made', '--', 'sleep', '600'])
  expect(await done('hanako', ['exec', 'of-made', '--', '/context/link'])).toBe("it's 船\n")
  expect(
    await done('hanako', ['exec', 'of-made', '--', 'sh', '-c', 'cd /context && find . -mindepth 1 | sort']),
  ).toBe('./app.Dockerfile\n./link\n./round\n./run.sh\n')
  await done('hanako', ['rm', 'of-made'])
}, 180_000)

test('a build that fails says why and ends with 1; with --json its log is on standard error', async () => {
  writeFileSync(
    join(folder, 'context/Dockerfile'),
    'FROM berth-test/busybox:1\nRUN echo こわれた && exit 7\n',
  )
  const failed = await berth('hanako', ['build', 'context', '-t', 'broken', '--json'])
  expect(failed.exitCode).toBe(1)
  expect(failed.stderr).toContain('こわれた')
  expect(JSON.parse(failed.stdout)).toMatchObject({ state: 'failed', problem: { code: 'build-failed' } })
}, 60_000)

test('Ctrl-C cancels a build', async () => {
  writeFileSync(
    join(folder, 'context/Dockerfile'),
    'FROM berth-test/busybox:1\nRUN echo begun && sleep 600\n',
  )
  const env = { PATH: process.env['PATH'], LANG: 'C', XDG_CONFIG_HOME: join(folder, 'hanako') }
  const child = spawn(process.execPath, [main, 'build', 'context', '-t', 'endless'], { cwd: folder, env })
  const closed = once(child, 'close')
  let log = ''
  for await (const chunk of child.stdout) {
    log += String(chunk)
    if (log.includes('\nbegun')) break
  }
  child.kill('SIGINT')
  expect((await closed)[0]).toBe(130)
  const { token } = JSON.parse(readFileSync(join(folder, 'hanako/berth/config.json'), 'utf8')) as {
    token: string
  }
  const headers = { authorization: `Bearer ${token}` }
  const answer = await fetch(`${server.url}/api/v1/images/builds`, { headers })
  expect(((await answer.json()) as ImageBuild[])[0]?.state).toBe('cancelled')
}, 60_000)

test('a shell in a real terminal ends with the shell’s exit code', async () => {
  const command = `'${process.execPath}' '${main}' exec -t web -- sh -c 'tty && exit 9'`
  const { stdout, exitCode } = await start('script', ['-qec', command, '/dev/null'], 'hanako')
  expect([exitCode, stdout]).toEqual([9, expect.stringContaining('/dev/pts/')])
}, 60_000)

test('stop, start, logs and rm do as they say; another account sees none of it', async () => {
  expect((await berth('admin', ['show', 'web'])).exitCode).toBe(1)
  expect(await done('admin', ['show', 'hanako/web'])).toContain('hanako')
  await done('hanako', ['stop', 'web'])
  expect(await done('hanako', ['ps'])).toMatch(/web .*stopped/)
  expect((await berth('hanako', ['exec', 'web', '--', 'true'])).exitCode).toBe(1)
  await done('hanako', ['start', 'web'])
  await done('hanako', ['logs', 'web', '--tail', '5'])
  await done('hanako', ['rm', 'web'])
  expect(JSON.parse(await done('hanako', ['ps', '--json']))).toEqual([])
}, 120_000)

test('an image is described, shared, kept and deleted by its name', async () => {
  await buildFor(await useDocker(), server.instance, 'hanako', 'berth.internal/hanako/tool:2')
  await expect.poll(() => done('hanako', ['images']), { timeout: 20_000 }).toContain('tool:2')
  await done('hanako', ['image', 'describe', 'tool:2', '--stdin'], '# 道具\n何でも \u001b[31m')
  expect((await berth('hanako', ['image', 'describe', 'tool:2'])).exitCode).toBe(2)
  const shown = await done('hanako', ['image', 'show', 'tool:2'])
  expect(shown).toMatch(/OWNER +hanako\n(.*\n)*USE +private\n/)
  expect(shown).toContain('# 道具\n何でも \ufffd[31m')
  expect((await berth('admin', ['image', 'show', 'tool:2'])).exitCode).toBe(1)
  expect((await berth('hanako', ['image', 'share', 'tool:2', '--recommend'])).exitCode).toBe(1)
  await done('hanako', ['image', 'share', 'tool:2'])
  expect(JSON.parse(await done('admin', ['image', 'show', 'tool:2', '--json']))).toMatchObject({
    owner: 'hanako',
    shared: true,
  })
  await done('hanako', ['image', 'unshare', 'tool:2'])
  await foretell(server.databaseUrl, 'tool:2', '2100-01-02')
  for (const listed of [['images'], ['image', 'show', 'tool:2']])
    expect(await done('hanako', listed)).toMatch(/DELETED ON(.*\n)*?.*2100-01-0/)
  expect(await done('hanako', ['image', 'show', 'tool:2'])).toContain('not used for long')
  const { stderr, exitCode } = await berth('hanako', ['image', 'delete', 'nothing', 'tool:2'])
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining('There is no image “nothing”')])
  await expect.poll(() => done('hanako', ['images']), { timeout: 20_000 }).not.toContain('tool:2')
}, 120_000)

test('a login at a registry is kept, listed without its password, and forgotten', async () => {
  const password = 'not-to-be-seen-again'
  const login = ['registry', 'login', 'https://Registry.Example:5050/', '-u', 'hanako', '--password-stdin']
  expect(await done('hanako', login, `${password}\n`)).not.toContain(password)
  const listed = await done('hanako', ['registry', 'list', '--json'])
  expect(JSON.parse(listed)).toMatchObject([{ registry: 'registry.example:5050', user: 'hanako' }])
  expect(listed).not.toContain(password)
  expect(
    (await berth('hanako', ['registry', 'login', 'no host', '-u', 'x', '--password-stdin'], 'p')).exitCode,
  ).toBe(1)
  await done('hanako', ['registry', 'logout', 'registry.example:5050'])
  expect(JSON.parse(await done('hanako', ['registry', 'list', '--json']))).toEqual([])
  expect((await berth('hanako', ['registry', 'logout', 'registry.example:5050'])).exitCode).toBe(1)
})

test('a token works until it is removed; logout ends the login', async () => {
  const token = (await done('hanako', ['token', 'add', 'script', '--days', '1'])).trim()
  await done('other', ['login', server.url, '--token-stdin'], token)
  expect(await done('other', ['whoami'])).toContain('hanako')
  await done('hanako', ['token', 'rm', 'script'])
  expect((await berth('other', ['whoami'])).exitCode).toBe(3)
  const config = readFileSync(join(folder, 'hanako/berth/config.json'), 'utf8')
  await done('hanako', ['logout'])
  writeFileSync(join(folder, 'hanako/berth/config.json'), config)
  expect((await berth('hanako', ['whoami'])).exitCode).toBe(3)
}, 60_000)
