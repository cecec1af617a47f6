import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { logIn } from '../api/caller.ts'
import { inherited, untilReady } from '../fixtures/berth.ts'
import { endChild, freePort, startChild, until } from '../fixtures/child.ts'
import { useDocker, type TestDocker } from '../fixtures/docker.ts'
import { removeLent } from '../fixtures/remove-lent.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const script = join(import.meta.dirname, '../../../scripts/start.mjs')

let docker: TestDocker
let folder: string
let url: string
let running: ReturnType<typeof startChild> | undefined
let instance: string | undefined

beforeAll(async () => {
  docker = await useDocker()
  folder = await temporaryFolder('start')
  url = `http://127.0.0.1:${String(await freePort())}`
})
afterAll(async () => {
  if (running !== undefined) await endChild(running.child)
  if (instance !== undefined) await removeLent(docker.docker, instance)
  await rm(folder, { recursive: true, force: true })
  await docker.stop()
})

/** What `npm start` runs, with nothing told but where. */
async function start(): Promise<ReturnType<typeof startChild>> {
  const env = {
    ...inherited(),
    LC_ALL: 'C.UTF-8',
    BERTH_LISTEN: url.slice('http://'.length),
    BERTH_DATA: folder,
  }
  running = startChild([process.execPath, script], { env, ownGroup: true })
  await untilReady(url, running)
  await until(running.output, () => running?.output().includes(`Berth is running: ${url}`) ?? false)
  return running
}

/** Ctrl-C: the terminal signals the whole process group, and npm passes it on once more. Gives the exit code. */
async function interrupt({ child }: ReturnType<typeof startChild>): Promise<number | null> {
  const ended = once(child, 'exit')
  for (let time = 0; time < 2; time += 1) process.kill(-Number(child.pid), 'SIGINT')
  await ended
  return child.exitCode
}

/** The programs that work on the data folder. */
const left = (): string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
        const told = readFileSync(`/proc/${pid}/environ`, 'utf8')
        return `${command}${told}`.includes(folder) ? [command] : []
      } catch {
        return []
      }
    })

const times = (text: string, word: string): number => text.split(word).length - 1

test('npm start prints the address and a password once; Ctrl-C ends all of it, and a second start finds everything', async () => {
  const first = await start()
  const printed = () => /Account: +(\S+)\s+Password: +(\S+)/.exec(first.output())
  await until(first.output, () => printed() !== null)
  const [, account = '', password = ''] = printed() ?? []
  expect(times(first.output(), password)).toBe(1)
  const admin = await logIn(url, account, password)
  const { id } = await admin.lend('kept')
  const [made] = await docker.docker.listContainers({ filters: { label: [`berth.container=${id}`] } })
  instance = made?.Labels['berth.instance']
  expect(left().length).toBeGreaterThan(2)
  expect(await interrupt(first)).toBe(0)
  await expect.poll(left, { timeout: 20_000 }).toEqual([])

  const second = await start()
  const again = await logIn(url, account, password)
  expect(await again.containers()).toMatchObject([{ id, name: 'kept', state: 'running' }])
  expect(second.output()).not.toMatch(/Password|パスワード/)
  expect(await interrupt(second)).toBe(0)
  await expect.poll(left, { timeout: 20_000 }).toEqual([])
})
