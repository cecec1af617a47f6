import type { Container } from '@berth/contract'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { enrol, logIn as apiLogIn, type Caller } from '../api/caller.ts'
import { startBerth, type RunningBerth } from '../fixtures/berth.ts'
import { openBrowser, type TestBrowser } from '../fixtures/browser.ts'
import { logIn } from '../fixtures/log-in.ts'
import { look } from '../fixtures/pictures.ts'
import { startOwnDocker, type OwnDocker } from '../fixtures/own-docker.ts'

/** Somebody's own daemon, as Debian's package starts it, and limits and ports of the operator's. */
let docker: OwnDocker
let berth: RunningBerth
let browser: TestBrowser
let admin: Caller
let student: Caller

const env = {
  BERTH_LIMITS_MEMORY: '96m',
  BERTH_LIMITS_CPUS: '0.5',
  BERTH_LIMITS_PIDS: '77',
  BERTH_LIMITS_MAX_MEMORY: '2000g',
  BERTH_HOST_PORTS: '31811-31812',
}

beforeAll(async () => {
  docker = await startOwnDocker({ remapped: false })
  berth = await startBerth({ env: { ...env, BERTH_DOCKER_SOCKET: docker.socketPath } })
  browser = await openBrowser()
  admin = await apiLogIn(berth.url, berth.admin.account, berth.admin.password)
  student = await enrol(admin, 'alice')
})
afterAll(async () => {
  await browser.close()
  await berth.stop()
  await docker.remove()
})

const pages = ['/containers', '/containers/new', '/images', '/help', '/account/tokens']

async function open(page: Page, path: string): Promise<void> {
  await page.goto(berth.url + path)
  await page.locator('main h1').first().waitFor()
}

test('a daemon without user namespaces lends, and every page warns the administrator', async () => {
  const { page } = browser
  await logIn(page, berth.url, berth.admin.account, berth.admin.password)
  for (const path of [...pages, '/administration/accounts', '/administration/backends']) {
    await open(page, path)
    await page.getByTestId('warnings').getByText('「local」').waitFor()
  }
  await look(page, 'unhardened-ja')
})

test('a student is not bothered with it', async () => {
  const page = await browser.newPage()
  await logIn(page, berth.url, 'alice', 'alice has a long password')
  for (const path of pages) {
    await open(page, path)
    expect(await page.getByTestId('warnings').count(), path).toBe(0)
  }
  await page.close()
})

const create = (name: string, more: object = {}) =>
  student.call<Container>('POST', '/containers', { name, image: docker.images.busybox, ...more })

test('what asks for no limits has the operator’s on the daemon, and ports of the operator’s range', async () => {
  const { id } = await create('one', { guestPorts: '8080' })
  const { limits, ports } = (await student.until(id, 'running')) ?? {}
  expect(limits).toMatchObject({ memory: 96 * 1024 ** 2, cpus: 0.5, pids: 77 })
  expect(['31811', '31812']).toContain(new URL(ports?.[0]?.url ?? '').port)
  const [made] = await docker.docker.listContainers({ filters: { label: [`berth.container=${id}`] } })
  const { HostConfig } = await docker.docker.getContainer(made?.Id ?? '').inspect()
  expect(HostConfig).toMatchObject({ Memory: 96 * 1024 ** 2, NanoCpus: 500_000_000, PidsLimit: 77 })
})

test('a range of ports that is used up, and a wish that no server can fulfil, are told in words', async () => {
  const { id: two } = await create('two', { guestPorts: '8080' })
  await student.until(two, 'running')
  const { id } = await create('three', { guestPorts: '8080' })
  const page = await browser.newPage({ locale: 'en-GB' })
  await logIn(page, berth.url, 'alice', 'alice has a long password')
  await open(page, `/containers/${id}`)
  await page.getByTestId('reason').getByText('No host port is free').waitFor()
  const vast = { name: 'vast', image: docker.images.busybox, limits: { memory: 2000 * 1024 ** 3 } }
  expect(await student.refused('POST', '/containers', vast)).toMatchObject({ code: 'no-room', status: 409 })
  await student.giveBack(two)
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await page.getByTestId('container-state').filter({ hasText: 'Running' }).waitFor()
  await page.close()
})
