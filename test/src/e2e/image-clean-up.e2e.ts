import { busyboxFiles, importImage } from '@berth/docker/host'
import { AxeBuilder } from '@axe-core/playwright'
import pg from 'pg'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { enrol, logIn as apiLogIn } from '../api/caller.ts'
import { startBerth, type RunningBerth } from '../fixtures/berth.ts'
import { openBrowser, type TestBrowser } from '../fixtures/browser.ts'
import { look } from '../fixtures/pictures.ts'
import { buildFor } from '../fixtures/build-for.ts'
import { until } from '../fixtures/child.ts'
import { useDocker } from '../fixtures/docker.ts'

let berth: RunningBerth
let browser: TestBrowser
let admin: Page
let hanako: Page
let database: pg.Client

beforeAll(async () => {
  const machine = await useDocker()
  berth = await startBerth()
  browser = await openBrowser()
  const api = await apiLogIn(berth.url, berth.admin.account, berth.admin.password)
  await enrol(api, 'hanako')
  await buildFor(machine, berth.instance, 'hanako', 'berth.internal/hanako/forgotten:latest')
  // Only what nobody else has counts, so this one has something of its own.
  const files = await busyboxFiles('/usr/bin/busybox', { 'report.txt': '課題'.repeat(100_000) })
  await importImage(machine.socketPath, 'berth.internal/hanako/report:latest', files, {
    command: ['/bin/sh'],
    labels: { 'berth.instance': berth.instance, 'berth.account': 'hanako' },
  })
  database = new pg.Client({ connectionString: berth.databaseUrl })
  await database.connect()
  const age = `update images set created_at = now() - interval '100 days' where name = 'forgotten:latest'`
  await until(
    () => 'the image is listed',
    async () => (await database.query(age)).rowCount === 1,
  )
  admin = browser.page
  hanako = await browser.newPage({ viewport: { width: 390, height: 844 }, locale: 'en-GB' })
  await logIn(admin, berth.admin.account, berth.admin.password)
  await logIn(hanako, 'hanako', 'hanako has a long password')
})
afterAll(async () => {
  await database.end()
  await browser.close()
  await berth.stop()
})

async function logIn(page: Page, account: string, password: string): Promise<void> {
  page.setDefaultTimeout(30_000)
  await page.goto(`${berth.url}/login`)
  await page.locator('input[name=username]').fill(account)
  await page.locator('input[type=password]').fill(password)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/containers/)
}

const accessible = async (page: Page) => {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
}

test('an administrator sees what would go before saving a rule', async () => {
  await admin.goto(`${berth.url}/administration/clean-up`)
  await admin.getByText('削除する予定のイメージはありません').waitFor()
  await look(admin, 'clean-up-empty-ja')
  await admin.getByLabel('使われていない日数').fill('90')
  await admin.getByText('保存すると削除する予定になるもの').waitFor()
  await admin.getByRole('row').filter({ hasText: 'forgotten:latest' }).waitFor()
  expect(await admin.getByRole('row').filter({ hasText: 'report:latest' }).count()).toBe(0)
  await accessible(admin)
  await look(admin, 'clean-up-ja')
})

test('its owner’s open page tells at once that it goes, and the owner keeps it', async () => {
  await hanako.goto(`${berth.url}/images`)
  const card = hanako.getByTestId('image').filter({ hasText: 'hanako/forgotten' })
  await card.waitFor()
  expect(await hanako.getByTestId('going').count()).toBe(0)
  await admin.getByRole('button', { name: '保存' }).click()
  await admin.getByTestId('confirm').click()
  await admin.getByText('ルールを保存しました').waitFor()
  await card.getByText('This image was not used for long.').waitFor()
  await accessible(hanako)
  await card.scrollIntoViewIfNeeded()
  await look(hanako, 'clean-up-notice-en')
  expect(await hanako.getByTestId('going').count()).toBe(1)
  // On a phone the menu is closed.
  expect(await hanako.getByTestId('going-images').textContent()).toBe('1')
  await card.getByRole('button', { name: 'Keep' }).click()
  await card.getByTestId('going').waitFor({ state: 'detached' })
  await hanako.getByTestId('going-images').waitFor({ state: 'detached' })
})

test('the rules are there when the page is opened again', async () => {
  await admin.reload()
  await admin.getByText('削除する予定のイメージはありません').waitFor()
  expect(await admin.getByLabel('使われていない日数').inputValue()).toBe('90 日')
  await admin.getByLabel('1 つのアカウントが持てる量').fill('0')
  await admin.getByRole('row').filter({ hasText: '量をこえている' }).first().waitFor()
  await admin.setViewportSize({ width: 390, height: 844 })
  await look(admin, 'clean-up-narrow-ja')
})
