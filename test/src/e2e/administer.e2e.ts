import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { logIn as apiLogIn, type Caller } from '../api/caller.ts'
import { startBerth, type RunningBerth } from '../fixtures/berth.ts'
import { openBrowser, type TestBrowser } from '../fixtures/browser.ts'
import { instanceOf } from '../resilience/truth.ts'

let berth: RunningBerth
let browser: TestBrowser
let page: Page
let api: Caller

beforeAll(async () => {
  berth = await startBerth()
  browser = await openBrowser()
  page = browser.page
  page.setDefaultTimeout(30_000)
  api = await apiLogIn(berth.url, berth.admin.account, berth.admin.password)
})
afterAll(async () => {
  await browser.close()
  await berth.stop()
})

async function logIn(on: Page, account: string, password: string): Promise<void> {
  await on.goto(`${berth.url}/login`)
  await on.locator('input[name=username]').fill(account)
  await on.locator('input[type=password]').fill(password)
  await on.keyboard.press('Enter')
  await on.waitForURL(/\/containers/)
}

let password = ''
let student: Page

test('an administrator makes an account, whose password is shown once and works', async () => {
  await logIn(page, berth.admin.account, berth.admin.password)
  await page.goto(`${berth.url}/administration/accounts`)
  await page.getByRole('button', { name: 'アカウントを作る' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('アカウント名').fill('Bad Name')
  await dialog.getByRole('button', { name: 'アカウントを作る' }).click()
  await dialog.locator('[aria-invalid=true]').waitFor()
  await dialog.getByLabel('アカウント名').fill('hanako')
  await dialog.getByRole('button', { name: 'アカウントを作る' }).click()
  await page.getByText('「hanako」のパスワード。').waitFor()
  password = (await page.getByTestId('made-password').locator('pre').textContent()) ?? ''
  await page.keyboard.press('Escape')
  await page.getByRole('cell', { name: 'hanako', exact: true }).first().waitFor()
  student = await browser.newPage({ locale: 'en-GB' })
  await logIn(student, 'hanako', password)
  await student.getByText('You have no containers yet').waitFor()
})

test('what a student makes is in the list of all containers at once', async () => {
  await page.goto(`${berth.url}/administration/containers`)
  await page.getByText('まだコンテナはありません').waitFor()
  const hers = await apiLogIn(berth.url, 'hanako', password)
  await hers.lend('web')
  await page.getByRole('link', { name: 'web' }).first().waitFor()
  await page.getByTestId('container-state').filter({ hasText: '実行中' }).waitFor()
})

test('the page of servers tells the room, the protections and how to connect one more', async () => {
  await page.goto(`${berth.url}/administration/backends`)
  await page.getByText('接続できます').waitFor()
  await page.getByText('ユーザー名前空間の再割り当て').waitFor()
  await page.getByRole('button', { name: 'サーバーをつなぐ' }).click()
  await page.getByText(`BERTH_INSTANCE=${await instanceOf(berth.databaseUrl)}`).waitFor()
  await page.getByRole('button', { name: 'やめる' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
})

test('a drained server is given nothing new, until it lends again', async () => {
  const lends = page.getByRole('switch', { name: '新しいコンテナを置く' })
  await lends.click()
  await page.getByText('貸し出し停止中').waitFor()
  const [backend] = await api.call<{ lending: boolean }[]>('GET', '/backends')
  expect(backend?.lending).toBe(false)
  await lends.click()
  await page.getByText('貸し出し中', { exact: true }).waitFor()
})

test('a disabled account is shown out at once and cannot come back', async () => {
  await page.goto(`${berth.url}/administration/accounts`)
  await page.getByRole('button', { name: '「hanako」の操作' }).click()
  await page.getByRole('menuitem', { name: '停止する' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '停止する' }).click()
  await page.getByText('停止中').waitFor()
  await student.waitForURL(/\/login/)
  await expect(apiLogIn(berth.url, 'hanako', password)).rejects.toThrow('403')
})

test('the audit log says who did it', async () => {
  await page.goto(`${berth.url}/administration/audit`)
  const row = page.getByRole('row').filter({ hasText: 'アカウントを変更' }).first()
  await row.getByRole('cell', { name: 'hanako' }).first().waitFor()
  await row.getByRole('cell', { name: 'admin', exact: true }).waitFor()
})

/** WCAG 2.2 A and AA, on the pages as they are with something on them, in both languages and shapes. */
describe.each([
  { locale: 'ja-JP', viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  { locale: 'en-GB', viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
] as const)('no page shuts anybody out ($locale, $colorScheme)', (options) => {
  let own: Page
  beforeAll(async () => {
    own = await browser.newPage(options)
    await logIn(own, berth.admin.account, berth.admin.password)
  })

  test.each([
    '/containers',
    '/containers/new',
    '/images',
    '/help',
    '/account/tokens',
    '/account/password',
    '/administration/containers',
    '/administration/accounts',
    '/administration/backends',
    '/administration/clean-up',
    '/administration/audit',
    '/nowhere',
  ])('%s', async (path) => {
    await own.goto(berth.url + path)
    await own.locator('main h1, main h2').first().waitFor()
    await own.locator('.mantine-Skeleton-root').first().waitFor({ state: 'detached' })
    const { violations } = await new AxeBuilder({ page: own }).analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
  })
})
