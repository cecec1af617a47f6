import type { Container } from '@berth/contract'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { logIn as apiLogIn, type Caller } from '../api/caller.ts'
import { startBerth, type RunningBerth } from '../fixtures/berth.ts'
import { openBrowser, type TestBrowser } from '../fixtures/browser.ts'
import { picture } from '../fixtures/pictures.ts'
import { passwordOf, startLdap, type TestLdap } from '../fixtures/ldap.ts'

let ldap: TestLdap
let berth: RunningBerth
let browser: TestBrowser
let page: Page
let api: Caller

beforeAll(async () => {
  ldap = await startLdap()
  berth = await startBerth({ ldap })
  browser = await openBrowser()
  page = browser.page
  page.setDefaultTimeout(30_000)
})
afterAll(async () => {
  await browser.close()
  await berth.stop()
  await ldap.stop()
})

const only = async (): Promise<Container> => {
  const [container] = await api.containers()
  if (container === undefined) throw new Error('No container')
  return container
}
const inside = async (script: string): Promise<string> => {
  const { id } = await only()
  const { stdout } = await api.call<{ stdout: string }>('POST', `/containers/${id}/exec`, {
    command: ['sh', '-c', script],
  })
  return stdout
}

test('a wrong password is told, and leads nowhere', async () => {
  await page.goto(berth.url)
  await page.waitForURL(/\/login/)
  await page.getByRole('textbox', { name: 'アカウント' }).fill('alice')
  await page.getByLabel('パスワード', { exact: true }).fill('wrong')
  await page.getByRole('button', { name: 'ログイン' }).click()
  await page.getByText('アカウント名またはパスワードが違います').waitFor()
  await picture(page, 'login')
})

test('what the pages need comes compressed, and is kept', async () => {
  const found = await page.locator('script[src], link[rel=stylesheet]').all()
  const assets = await Promise.all(
    found.map(
      async (element) => (await element.getAttribute('src')) ?? (await element.getAttribute('href')) ?? '',
    ),
  )
  expect(assets.length).toBeGreaterThan(1)
  for (const [accepted, wanted] of [
    ['br', 'br'],
    ['gzip', 'gzip'],
    ['identity', null],
  ] as const)
    for (const asset of assets) {
      const { headers } = await fetch(new URL(asset, berth.url), { headers: { 'accept-encoding': accepted } })
      expect([asset, headers.get('content-encoding')]).toEqual([asset, wanted])
      expect(headers.get('cache-control')).toContain('immutable')
    }
})

test('a student of the directory logs in and finds the way to the first container', async () => {
  await page.getByRole('textbox', { name: 'アカウント' }).fill('alice')
  await page.getByLabel('パスワード', { exact: true }).fill(passwordOf('alice'))
  await page.getByRole('button', { name: 'ログイン' }).click()
  await page.getByText('まだコンテナがありません').waitFor()
  api = await apiLogIn(berth.url, 'alice', passwordOf('alice'))
  await page.getByRole('link', { name: '最初のコンテナを作る' }).click()
  await page.waitForURL(/\/containers\/new/)
})

test('the form lends a container with one environment variable and one guest port', async () => {
  await page.getByLabel('名前', { exact: false }).first().fill('web')
  await page.getByLabel('イメージ', { exact: false }).first().fill('welcome')
  await page.keyboard.press('Escape')
  await page.getByLabel('環境変数').first().fill('GREETING="こんにちは みなさん"')
  await page.getByLabel('ゲストポート').first().fill('8080')
  await picture(page, 'create')
  await page.getByRole('button', { name: '作成', exact: true }).click()
  await page.waitForURL(/\/containers\/[0-9a-f-]{36}/)
  await page.getByTestId('container-state').filter({ hasText: '実行中' }).waitFor()
  expect(await only()).toMatchObject({ name: 'web', account: 'alice', state: 'running' })
  await picture(page, 'container')
})

test('its port opens in the browser and shows what it was given', async () => {
  const link = page.getByTestId('port-8080')
  const [opened] = await Promise.all([page.context().waitForEvent('page'), link.click()])
  await opened.waitForLoadState()
  expect(await opened.textContent('body')).toContain('こんにちは みなさん')
  await opened.close()
})

test('a terminal takes and shows Japanese, and goes on after a reload', async () => {
  await page.goto(`${berth.url}/containers/${(await only()).id}/terminal`)
  const terminal = page.getByTestId('terminal').first()
  await terminal.locator('.xterm-helper-textarea').waitFor({ state: 'attached' })
  await terminal.click()
  await page.keyboard.insertText('echo 日本語 > /tmp/typed; cat /tmp/typed; kept=yes')
  await page.keyboard.press('Enter')
  await expect.poll(() => inside('cat /tmp/typed 2>/dev/null'), { timeout: 20_000 }).toBe('日本語\n')
  await picture(page, 'terminal')
  await page.reload()
  await terminal.locator('.xterm-helper-textarea').waitFor({ state: 'attached' })
  await terminal.click()
  await page.keyboard.insertText('echo "kept: $kept" > /tmp/kept')
  await page.keyboard.press('Enter')
  await expect.poll(() => inside('cat /tmp/kept 2>/dev/null'), { timeout: 20_000 }).toBe('kept: yes\n')
})

test('a file that is dragged in is in the container', async () => {
  await page.goto(`${berth.url}/containers/${(await only()).id}/files?path=/tmp`)
  const area = page.getByTestId('drop-area').first()
  await area.waitFor()
  // As text: this part runs in the page, whose types are not the tests'.
  const data = await page.evaluateHandle(`(() => {
    const transfer = new DataTransfer()
    transfer.items.add(new File(['引きずった中身'], 'dragged 資料.txt', { type: 'text/plain' }))
    return transfer
  })()`)
  for (const type of ['dragenter', 'dragover', 'drop']) await area.dispatchEvent(type, { dataTransfer: data })
  await expect
    .poll(() => inside('cat "/tmp/dragged 資料.txt" 2>/dev/null'), { timeout: 30_000 })
    .toBe('引きずった中身')
  await page.getByTestId('files').getByText('dragged 資料.txt').waitFor()
  await picture(page, 'files')
})

test('a registry that does not answer is told in words, and nobody else sees any of it', async () => {
  const { id } = await api.call<Container>('POST', '/containers', {
    name: 'typo',
    image: '127.0.0.1:9/nobody/nothing:1',
  })
  await page.goto(`${berth.url}/containers/${id}`)
  await page.getByTestId('reason').getByText('イメージの置き場所「127.0.0.1:9」に接続できません').waitFor()
  const other = await apiLogIn(berth.url, 'bob', passwordOf('bob'))
  expect(await other.containers()).toEqual([])
  expect((await other.refused('GET', `/containers/${id}`)).status).toBe(404)
  await api.giveBack(id)
})

test('the list is live, and deleting asks first', async () => {
  await page.goto(`${berth.url}/containers`)
  const row = page.getByTestId('container-web')
  await row.getByText('実行中').waitFor()
  await picture(page, 'containers')
  await api.call('POST', `/containers/${(await only()).id}/stop`)
  await row.getByText('停止', { exact: true }).first().waitFor()
  await page.goto(`${berth.url}/containers/${(await only()).id}`)
  await page.getByRole('button', { name: /削除/ }).first().click()
  await page.getByRole('button', { name: 'ファイルごと削除する' }).click()
  await expect.poll(() => api.containers(), { timeout: 30_000 }).toEqual([])
  await page.goto(`${berth.url}/containers`)
  await page.getByText('まだコンテナがありません').waitFor()
})
