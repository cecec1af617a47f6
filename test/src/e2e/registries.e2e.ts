import { AxeBuilder } from '@axe-core/playwright'
import type { Container } from '@berth/contract'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { enrol, logIn as apiLogIn, type Caller } from '../api/caller.ts'
import { startBerth, type RunningBerth } from '../fixtures/berth.ts'
import { openBrowser, type TestBrowser } from '../fixtures/browser.ts'
import { look } from '../fixtures/pictures.ts'
import { useDocker } from '../fixtures/docker.ts'
import { startRegistry, type TestRegistry } from '../fixtures/registry.ts'

const password = 'a-token-that-may-only-read'

let berth: RunningBerth
let registry: TestRegistry
let browser: TestBrowser
let page: Page
let hanako: Caller
let image: string

beforeAll(async () => {
  const machine = await useDocker()
  registry = await startRegistry({ hanako: password })
  await registry.push(machine.docker, machine.images.busybox, 'lab/private:1')
  image = `${registry.host}/lab/private:1`
  berth = await startBerth()
  browser = await openBrowser()
  hanako = await enrol(await apiLogIn(berth.url, berth.admin.account, berth.admin.password), 'hanako')
  page = browser.page
  page.setDefaultTimeout(30_000)
  await page.goto(`${berth.url}/login`)
  await page.locator('input[name=username]').fill('hanako')
  await page.locator('input[type=password]').fill('hanako has a long password')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/containers/)
})
afterAll(async () => {
  await browser.close()
  await berth.stop()
  await registry.stop()
})

const accessible = async () => {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
}

async function fill(host: string, user: string, word: string): Promise<void> {
  await page.getByLabel(/^レジストリ/).fill(host)
  await page.getByLabel(/^ユーザー名/).fill(user)
  await page.locator('input[type=password]').fill(word)
  await page.getByRole('button', { name: '保存する' }).click()
}

test('the page is found in the account’s menu, and says what it is for while it is empty', async () => {
  await page.getByTestId('account-menu').click()
  await page.getByRole('menuitem', { name: 'レジストリ' }).click()
  await page.getByText('まだ登録はありません').waitFor()
  await accessible()
  await look(page, 'registries-empty-ja')
})

test('what is no registry is said beside the field', async () => {
  await fill('ここは どこ', 'hanako', password)
  await page.getByText('はレジストリの名前ではありません').waitFor()
  await look(page, 'registries-refused-ja')
})

test('a login is saved, and a private image then runs', async () => {
  await fill(`https://${registry.host}/`, 'hanako', password)
  await page.getByRole('table').getByText(registry.host).waitFor()
  expect(await page.content()).not.toContain(password)
  await accessible()
  await look(page, 'registries-full-ja')
  const { id } = await hanako.call<Container>('POST', '/containers', { name: 'mine', image })
  await hanako.until(id, 'running')
})

test('it is there in English and on a telephone, and can be deleted', async () => {
  await page.getByText('English', { exact: true }).first().click()
  await page.getByText('Best a token that may only read').waitFor()
  await look(page, 'registries-full-en')
  await page.setViewportSize({ width: 390, height: 844 })
  await accessible()
  await look(page, 'registries-narrow-en')
  await page.getByRole('button', { name: `Delete: ${registry.host}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await page.getByText('No registries yet').waitFor()
  expect(await hanako.call('GET', '/registry-credentials')).toEqual([])
})
