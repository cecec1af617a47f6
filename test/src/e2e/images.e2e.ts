import { AxeBuilder } from '@axe-core/playwright'
import type { Container, Image } from '@berth/contract'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { enrol, logIn as apiLogIn, type Caller } from '../api/caller.ts'
import { startBerth, type RunningBerth } from '../fixtures/berth.ts'
import { openBrowser, type TestBrowser } from '../fixtures/browser.ts'
import { buildFor } from '../fixtures/build-for.ts'
import { useDocker, type TestDocker } from '../fixtures/docker.ts'

let machine: TestDocker
let berth: RunningBerth
let browser: TestBrowser
let hers: Page
let his: Page
let alice: Caller
let bob: Caller

beforeAll(async () => {
  machine = await useDocker()
  berth = await startBerth()
  browser = await openBrowser()
  const admin = await apiLogIn(berth.url, berth.admin.account, berth.admin.password)
  alice = await enrol(admin, 'alice', 'teacher')
  bob = await enrol(admin, 'bob')
  hers = await logIn('alice')
  his = await logIn('bob')
})
afterAll(async () => {
  await browser.close()
  await berth.stop()
})

async function logIn(account: string): Promise<Page> {
  const page = await browser.newPage()
  page.setDefaultTimeout(30_000)
  await page.goto(`${berth.url}/login`)
  await page.locator('input[name=username]').fill(account)
  await page.locator('input[type=password]').fill(`${account} has a long password`)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/containers/)
  await page.goto(`${berth.url}/images`)
  await page.getByRole('heading', { name: '共有されているイメージ' }).waitFor()
  return page
}

const card = (page: Page) => page.getByTestId('image').filter({ hasText: 'berth.internal/alice/course' })
const choose = async (item: string) => {
  await card(hers).getByRole('button', { name: '「course」の操作' }).click()
  await hers.getByRole('menuitem', { name: item }).click()
}

test('an image that the daemon gets is on its owner’s open page, and on nobody else’s', async () => {
  await buildFor(machine, berth.instance, 'alice', 'berth.internal/alice/course:latest')
  await card(hers).getByText('自分だけ').waitFor()
  expect(await card(his).count()).toBe(0)
})

test('what it is for is written in Markdown, of which nothing runs', async () => {
  await choose('説明を書く')
  const text =
    '**第 1 回**の[資料](https://example.ac.jp/)\n\n<img src=x onerror=alert(1)> [x](javascript:alert(1))'
  await hers.getByLabel('何に使うイメージですか').fill(text)
  await hers.getByRole('button', { name: '保存' }).click()
  await card(hers).locator('strong', { hasText: '第 1 回' }).waitFor()
  expect(await card(hers).locator('img, [onerror], a[href^="javascript"]').count()).toBe(0)
})

test('shared and recommended it is on everybody’s page at once, and first in the form', async () => {
  await choose('みんなと共有する')
  await card(his).getByText('作った人:alice').waitFor()
  await choose('おすすめにする')
  await card(his).getByText('おすすめ').waitFor()
  expect(await card(his).getByRole('button', { name: '「course」の操作' }).count()).toBe(0)
  await hers.getByRole('dialog').waitFor({ state: 'detached' })
  await hers.getByRole('menu').waitFor({ state: 'detached' })
  const { violations } = await new AxeBuilder({ page: hers }).analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
  await buildFor(machine, berth.instance, 'bob', 'berth.internal/bob/kadai:latest')
  await buildFor(machine, berth.instance, 'alice', 'berth.internal/alice/extra:latest')
  await hers.getByTestId('image').filter({ hasText: 'berth.internal/alice/extra' }).waitFor()
  const extra = (await alice.call<Image[]>('GET', '/images?scope=mine')).find(({ name }) => name === 'extra')
  await alice.call('PATCH', `/images/${extra?.id ?? ''}`, { shared: true })
  for (const name of ['alice/extra', 'bob/kadai'])
    await his.getByTestId('image').filter({ hasText: name }).waitFor()
  await card(his).getByRole('link', { name: 'このイメージでコンテナを作る' }).click()
  const field = his.getByLabel('イメージ', { exact: false }).first()
  await field.click()
  await field.fill('')
  const offered = await his.getByRole('listbox').innerText()
  const inOrder = ['おすすめ', 'course', '自分のイメージ', 'kadai', '共有されているイメージ', 'extra']
  const places = inOrder.map((words) => offered.indexOf(words))
  expect({ offered, places }).toEqual({ offered, places: places.toSorted((one, other) => one - other) })
  expect(places).not.toContain(-1)
  await his.getByRole('option', { name: 'course' }).click()
  const [kadai] = await bob.call<Image[]>('GET', '/images?scope=mine')
  await bob.call('DELETE', `/images/${kadai?.id ?? ''}`)
  await alice.call('DELETE', `/images/${extra?.id ?? ''}`)
  await his.getByLabel('名前', { exact: false }).first().fill('lesson')
  await his.getByRole('button', { name: '作成', exact: true }).click()
  await his.getByTestId('container-state').filter({ hasText: '実行中' }).waitFor()
})

test('while somebody uses it, it is not deleted; what runs goes on when sharing ends', async () => {
  await choose('削除する')
  await hers.getByTestId('confirm').click()
  await hers.getByRole('alert').filter({ hasText: '使われています' }).first().waitFor()
  await choose('共有をやめる')
  await hers.getByTestId('confirm').click()
  await card(hers).getByText('自分だけ').waitFor()
  await his.goto(`${berth.url}/images`)
  await his.getByRole('heading', { name: '共有されているイメージ' }).waitFor()
  expect(await card(his).count()).toBe(0)
  const [lesson] = await bob.containers()
  expect(lesson).toMatchObject({ name: 'lesson', state: 'running' } satisfies Partial<Container>)
  await bob.giveBack(lesson!.id)
})

test('deleted it goes from the page and from the daemon', async () => {
  await hers.reload()
  await choose('削除する')
  await hers.getByTestId('confirm').click()
  await card(hers).waitFor({ state: 'detached' })
  const left = await machine.docker.listImages({ filters: { reference: ['berth.internal/alice/course'] } })
  expect(left).toEqual([])
  const images = await bob.call<Image[]>('GET', '/images')
  expect(images.map(({ name }) => name)).toEqual(['welcome'])
})
