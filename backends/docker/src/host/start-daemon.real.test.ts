import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Docker from 'dockerode'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '../../../../test/src/fixtures/child.ts'
import { ensureImages, testImages } from '../../../../test/src/fixtures/images.ts'
import { isAlive } from '../../../../test/src/fixtures/processes.ts'
import { startProgram, type Program } from '../../../../test/src/fixtures/program.ts'
import { temporaryFolder } from '../../../../test/src/fixtures/temporary-folder.ts'

// A machine of its own (network namespace): this one's daemon stays untouched.
const machine = `berth-host-${String(process.pid)}`
const through = ['nsenter', `--net=/run/netns/${machine}`]
let folder: string
let data: string
let socketPath: string
let docker: Docker
const programs: Program[] = []

const provide = async (): Promise<Program> => {
  const program = await startProgram('daemon', [data, socketPath], through)
  programs.push(program)
  return program
}
const pidOfDaemon = () => Number(readFileSync(join(data, 'docker.pid'), 'utf8'))
const answers = () =>
  docker.ping().then(
    () => true,
    () => false,
  )

beforeAll(async () => {
  execFileSync('ip', ['netns', 'add', machine])
  folder = await temporaryFolder('host')
  // Closed, as everything below /root is.
  data = join(folder, 'closed', 'data')
  mkdirSync(data, { recursive: true, mode: 0o700 })
  socketPath = join(folder, 'docker.sock')
  docker = new Docker({ socketPath })
})
afterAll(async () => {
  await Promise.all(programs.map((program) => program.end('SIGTERM')))
  await until(
    () => 'the daemon has ended',
    async () => !(await answers()),
  )
  execFileSync('ip', ['netns', 'delete', machine])
  rmSync(folder, { recursive: true, force: true })
})

test('where none answers, one is started with user-namespace remapping and room for many networks', async () => {
  const program = await provide()
  expect(program.said).toEqual({ startedHere: true })
  const { SecurityOptions } = (await docker.info()) as { SecurityOptions: string[] }
  expect(SecurityOptions).toContain('name=userns')
  // Docker's own pools are used up at 31.
  const networks = []
  for (let i = 0; i < 40; i++) networks.push(await docker.createNetwork({ Name: `n${String(i)}` }))
  await Promise.all(networks.map((network) => network.remove()))
})

test('a daemon that a killed parent left is taken over, and not started twice', async () => {
  const before = pidOfDaemon()
  await programs[0]?.end('SIGKILL')
  expect(await answers()).toBe(true)
  const [one, other] = await Promise.all([provide(), provide()])
  expect([one.said, other.said]).toEqual([{ startedHere: true }, { startedHere: true }])
  expect(pidOfDaemon()).toBe(before)
  await other.end('SIGKILL')
})

test('a daemon that dies is started again, and its containers are still known', async () => {
  await ensureImages(docker)
  const container = await docker.createContainer({
    Image: testImages.busybox,
    HostConfig: { NetworkMode: 'none' },
  })
  await container.start()
  const before = pidOfDaemon()
  process.kill(before, 'SIGKILL')
  await until(
    () => 'another daemon answers',
    async () => (await answers()) && pidOfDaemon() !== before,
  )
  await container.start()
  expect((await container.inspect()).State.Running).toBe(true)
})

test('stopping ends the daemon and keeps the data', async () => {
  const before = pidOfDaemon()
  await Promise.all(programs.map((program) => program.end('SIGTERM')))
  expect(isAlive(before)).toBe(false)
  expect(existsSync(join(data, 'docker.pid'))).toBe(false)
  expect((await provide()).said).toEqual({ startedHere: true })
  expect(await docker.listContainers({ all: true })).toHaveLength(1)
})

test('one that is still ending is waited for, and another started', async () => {
  const before = pidOfDaemon()
  const ending = Promise.all(programs.map((program) => program.end('SIGTERM')))
  await until(
    () => 'the daemon answers no more',
    async () => !(await answers()),
  )
  const program = await provide()
  expect(program.said).toEqual({ startedHere: true })
  expect(pidOfDaemon()).not.toBe(before)
  await ending
  expect(await answers()).toBe(true)
})

test('somebody who is not root is told that it takes root', async () => {
  const program = await startProgram('daemon', [folder, join(folder, 'nothing.sock'), '65534'])
  expect(program.said).toEqual({ refused: 'needs-root' })
})
