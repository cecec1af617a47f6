import { execFile } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeTenant } from '../../../backends/kubernetes/test/tenants.ts'
import { logIn } from '../api/caller.ts'
import { startBerth, type RunningBerth } from '../fixtures/berth.ts'
import { openBrowser, type TestBrowser } from '../fixtures/browser.ts'
import { startCredentialsAgent, type CredentialsAgent } from '../fixtures/credentials-agent.ts'
import { until } from '../fixtures/child.ts'
import { useDocker } from '../fixtures/docker.ts'
import { useKubernetes, type TestKubernetes } from '../fixtures/kubernetes.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const run = promisify(execFile)
const namespace = `berth-admin-${Date.now().toString(36)}`

let folder: string
let cluster: TestKubernetes
let agent: CredentialsAgent
let berth: RunningBerth
let browser: TestBrowser
let page: Page

beforeAll(async () => {
  folder = await temporaryFolder('kubectl')
  cluster = await useKubernetes()
  const { docker, images } = await useDocker()
  await cluster.loadImage(docker, images.busybox)
  await makeTenant(cluster, namespace, `docker.io/${images.busybox}`)
  berth = await startBerth()
  agent = await startCredentialsAgent(cluster, berth.instance, folder, { admin: namespace })
  const api = await logIn(berth.url, berth.admin.account, berth.admin.password)
  await api.call('POST', '/backends', agent.connection)
  browser = await openBrowser()
  page = browser.page
  page.setDefaultTimeout(10_000)
})
afterAll(async () => {
  await browser.close()
  await berth.stop()
  await agent.close()
  await cluster.administer(['delete', 'namespace', namespace, '--wait=false'])
  await rm(folder, { recursive: true })
})

const kubectl = async (...args: string[]) =>
  (
    await run(cluster.kubectl, ['--kubeconfig', join(folder, 'berth.yaml'), ...args], {
      env: { HOME: folder },
    })
  ).stdout

const issue = () => page.getByRole('button', { name: /kubeconfig を発行する|新しく発行する/ }).click()

async function save(): Promise<void> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'ファイルに保存' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('berth.yaml')
  await download.saveAs(join(folder, 'berth.yaml'))
}

test('whoever logs in finds the way to a kubeconfig', async () => {
  const account = page.getByRole('textbox', { name: 'アカウント' })
  // Chromium gives up what it loads whenever an interface of this machine comes or goes, as containers' do.
  await until(
    () => 'the login page is there',
    async () => {
      await page.goto(berth.url)
      return account.waitFor({ timeout: 3_000 }).then(
        () => true,
        () => false,
      )
    },
  )
  await account.fill(berth.admin.account)
  await page.getByLabel('パスワード', { exact: true }).fill(berth.admin.password)
  await page.getByRole('button', { name: 'ログイン' }).click()
  await page.getByRole('link', { name: 'Kubernetes' }).click()
  await page.waitForURL(/\/kubernetes$/)
  await browser.screenshot('kubernetes-before')
  await issue()
  await page.getByText('kubeconfig ができました').waitFor()
  await page
    .getByRole('timer')
    .filter({ hasText: /残り [78]:\d\d:\d\d/ })
    .waitFor()
  await browser.screenshot('kubernetes-issued')
})

test('the saved file works with kubectl, in the account’s namespace', async () => {
  await save()
  expect(await readFile(join(folder, 'berth.yaml'), 'utf8')).toContain(`namespace: ${namespace}`)
  expect(await kubectl('config', 'current-context')).toBe('berth-cluster\n')
  expect(await kubectl('get', 'pods')).toContain('web')
  expect(await kubectl('exec', 'deployment/web', '--', 'echo', 'in')).toBe('in\n')
  await expect(kubectl('get', 'pods', '--namespace', 'default')).rejects.toThrow('orbidden')
})

test('revoked, it works no more; a new one does', async () => {
  await page.getByRole('button', { name: 'すべて失効させる' }).click()
  await page.getByTestId('confirm').click()
  await page.getByText('発行した kubeconfig をすべて失効させました').waitFor()
  await expect(kubectl('get', 'pods')).rejects.toThrow(/orbidden|Unauthorized|logged in/)
  await issue()
  await page.getByText('kubeconfig ができました').waitFor()
  await save()
  expect(await kubectl('get', 'pods')).toContain('web')
})

test('the page tells what went wrong when the agent is away', async () => {
  await agent.close()
  await issue()
  await page.getByText('サーバー「cluster」に接続できません', { exact: true }).waitFor()
  await browser.screenshot('kubernetes-away')
})

test('it is read in English and on a narrow screen', async () => {
  await page.getByText('English', { exact: true }).first().click()
  await page.getByRole('heading', { name: 'How to use it' }).waitFor()
  await page.setViewportSize({ width: 390, height: 844 })
  // The menu slides away.
  await until(
    () => 'the page is no wider than the screen',
    () => page.evaluate<boolean>('document.documentElement.scrollWidth <= 390'),
    10_000,
  )
  await browser.screenshot('kubernetes-narrow-en')
})
