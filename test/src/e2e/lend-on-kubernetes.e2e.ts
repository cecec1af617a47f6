import { execFile } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Container } from '@berth/contract'
import { logIn, type Caller } from '../api/caller.ts'
import { startBerth, type RunningBerth } from '../fixtures/berth.ts'
import { openBrowser, type TestBrowser } from '../fixtures/browser.ts'
import { look } from '../fixtures/pictures.ts'
import { until } from '../fixtures/child.ts'
import { useDocker } from '../fixtures/docker.ts'
import { startKubernetesBackend, type KubernetesBackend } from '../fixtures/kubernetes-backend.ts'
import { useKubernetesMetrics, type TestMetrics } from '../fixtures/kubernetes-metrics.ts'
import { useKubernetes, type TestKubernetes } from '../fixtures/kubernetes.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const run = promisify(execFile)
const namespace = /namespace: (berth-admin-[a-z2-7]{12})/

let folder: string
let cluster: TestKubernetes
let metrics: TestMetrics
let agent: KubernetesBackend
let berth: RunningBerth
let browser: TestBrowser
let page: Page
let api: Caller
let image: string

beforeAll(async () => {
  folder = await temporaryFolder('kubectl')
  cluster = await useKubernetes()
  metrics = await useKubernetesMetrics(cluster)
  const { docker, images } = await useDocker()
  await cluster.loadImage(docker, images.busybox)
  image = images.busybox
  berth = await startBerth()
  agent = await startKubernetesBackend(cluster, berth.instance, folder)
  api = await logIn(berth.url, berth.admin.account, berth.admin.password)
  await api.call('POST', '/backends', agent.connection)
  browser = await openBrowser()
  page = browser.page
  page.setDefaultTimeout(30_000)
})
afterAll(async () => {
  await browser.close()
  await berth.stop()
  await agent.stop()
  await metrics.remove()
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

const only = async (): Promise<Container> => {
  const [container] = await api.containers()
  if (container === undefined) throw new Error('There is no container')
  return container
}

/** Runs a script in the container and gives its output. */
async function inside(script: string): Promise<string> {
  const { id } = await only()
  const command = ['sh', '-c', script]
  return (await api.call<{ stdout: string }>('POST', `/containers/${id}/exec`, { command })).stdout
}

test('whoever logs in lends on the cluster with the same form', async () => {
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
  await page.waitForURL(/\/containers$/)
  await page.goto(`${berth.url}/containers/new`)
  await page.getByLabel('名前', { exact: false }).first().fill('web')
  await page.getByLabel('イメージ', { exact: false }).first().fill(image)
  await page.keyboard.press('Escape')
  await page.getByLabel('環境変数').first().fill('GREETING="こんにちは みなさん"')
  await page.getByLabel('ゲストポート').first().fill('8080')
  await page.getByRole('button', { name: /くわしい設定/ }).click()
  await page.getByRole('radio', { name: 'cluster' }).check()
  await look(page, 'kubernetes-form')
  await page.getByRole('button', { name: '作成', exact: true }).click()
  await page.waitForURL(/\/containers\/[0-9a-f-]{36}/)
  await page.getByTestId('container-state').filter({ hasText: '実行中' }).waitFor()
  expect(await only()).toMatchObject({ name: 'web', backend: 'cluster', state: 'running' })
  expect(await inside('echo "$GREETING"')).toBe('こんにちは みなさん\n')
  await look(page, 'kubernetes-container')
})

test('its port opens in the browser', async () => {
  const link = page.getByTestId('port-8080')
  const [opened] = await Promise.all([page.context().waitForEvent('page'), link.click()])
  // The nodes' proxies take up a new Service when they come to it, which Kubernetes tells nobody.
  const shown = async () => {
    await opened.reload()
    return opened.textContent('body')
  }
  await expect.poll(shown, { timeout: 20_000 }).toContain('berth-test')
  await opened.close()
})

test('its terminal and its log are those of any container', async () => {
  await page.goto(`${berth.url}/containers/${(await only()).id}/terminal`)
  const terminal = page.getByTestId('terminal').first()
  await terminal.locator('.xterm-helper-textarea').waitFor({ state: 'attached' })
  await terminal.click()
  await page.keyboard.insertText('echo 日本語 > /tmp/typed')
  await page.keyboard.press('Enter')
  await expect.poll(() => inside('cat /tmp/typed 2>/dev/null'), { timeout: 20_000 }).toBe('日本語\n')
  await page.goto(`${berth.url}/containers/${(await only()).id}/logs`)
  await page.getByTestId('logs').getByText('started').waitFor()
})

test('its use of CPU and memory is drawn, and nothing that the cluster does not tell', async () => {
  await page.goto(`${berth.url}/containers/${(await only()).id}/usage`)
  // A kubelet reads a new container after 10 to 20 seconds.
  await page.getByRole('region', { name: 'メモリ' }).getByText(/iB \//).first().waitFor({ timeout: 60_000 })
  await page.getByRole('region', { name: 'CPU' }).getByRole('img').waitFor()
  expect(await page.getByRole('region', { name: 'ネットワーク' }).count()).toBe(0)
  await look(page, 'kubernetes-usage')
})

test('a file goes in and comes out', async () => {
  await page.goto(`${berth.url}/containers/${(await only()).id}/files?path=/tmp`)
  await page.getByTestId('choose-files').setInputFiles({
    name: '資料.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('クラスターの中身'),
  })
  await page.getByTestId('files').getByText('資料.txt').waitFor()
  expect(await inside('cat /tmp/資料.txt')).toBe('クラスターの中身')
  const answer = await api.send('GET', `/containers/${(await only()).id}/files?path=/tmp/資料.txt`)
  expect(await answer.text()).toBe('クラスターの中身')
})

test('while its server is away the pages say so, and of when they are', async () => {
  const { id } = await only()
  await agent.kill()
  const notice = page.getByTestId('away')
  await page.goto(`${berth.url}/containers`)
  await notice.getByText(/サーバー「cluster」: .+ の時点の状態を表示しています。/).waitFor()
  await look(page, 'kubernetes-away-list')
  await page.goto(`${berth.url}/containers/${id}/usage`)
  await notice.waitFor()
  expect(await page.getByText('このサーバーではできません').count()).toBe(0)
  await look(page, 'kubernetes-away-usage')
  await page.getByText('English', { exact: true }).first().click()
  await notice.getByText(/Server “cluster”: what is shown is from/).waitFor()
  await page.getByText('日本語', { exact: true }).first().click()
  await agent.start()
  await notice.waitFor({ state: 'detached' })
})

test('the way to a kubeconfig is in the menu', async () => {
  await page.getByRole('link', { name: 'Kubernetes' }).click()
  await page.waitForURL(/\/kubernetes$/)
  await look(page, 'kubernetes-before')
  await issue()
  await page.getByText('kubeconfig ができました').waitFor()
  await page
    .getByRole('timer')
    .filter({ hasText: /残り [78]:\d\d:\d\d/ })
    .waitFor()
  await look(page, 'kubernetes-issued')
})

test('the saved file works with kubectl, in the account’s namespace', async () => {
  await save()
  expect(await readFile(join(folder, 'berth.yaml'), 'utf8')).toMatch(namespace)
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

test('deleted, nothing of it is left on the cluster', async () => {
  await page.goto(`${berth.url}/containers/${(await only()).id}`)
  await page.getByRole('button', { name: /削除/ }).first().click()
  await page.getByRole('button', { name: 'ファイルごと削除する' }).click()
  await expect.poll(() => api.containers(), { timeout: 60_000 }).toEqual([])
  const selector = `berth.instance=${berth.instance},berth.container`
  const left = await cluster.administer(['get', 'deployments,pods,services,ingresses', '-A', '-l', selector])
  expect(left).toBe('')
})

test('the page tells what went wrong when the agent is away', async () => {
  await page.goto(`${berth.url}/kubernetes`)
  await issue()
  await page.getByText('kubeconfig ができました').waitFor()
  await agent.kill('SIGTERM')
  await issue()
  await page.getByText('サーバー「cluster」に接続できません', { exact: true }).waitFor()
  await look(page, 'kubernetes-away')
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
  await look(page, 'kubernetes-narrow-en')
})
