import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Container } from '@berth/contract'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { logIn as apiLogIn, type Caller } from '../api/caller.ts'
import { lends, spellingsOf } from '../api/spellings.ts'
import { startBerth, type RunningBerth } from '../fixtures/berth.ts'
import { openBrowser, type TestBrowser } from '../fixtures/browser.ts'
import { useDocker, type TestDocker } from '../fixtures/docker.ts'
import { runPipeline, useGitlabCiLocal } from '../fixtures/gitlab-ci-local.ts'
import { passwordOf, startLdap, type TestLdap } from '../fixtures/ldap.ts'
import { picture } from '../fixtures/pictures.ts'
import { useRunners, type TestRunners } from '../fixtures/runner-image.ts'

const people = ['alice', 'bob'] as const
type Person = (typeof people)[number]

let machine: TestDocker
let runners: TestRunners
let ldap: TestLdap
let berth: RunningBerth
let browser: TestBrowser
let pages: Record<Person, Page>
let bob: Caller
const ciFiles = new Map<Person, string>()

beforeAll(async () => {
  machine = await useDocker()
  runners = await useRunners(machine)
  ldap = await startLdap()
  berth = await startBerth({ ldap, env: runners.env })
  await useGitlabCiLocal()
  browser = await openBrowser()
  pages = { alice: await logIn('alice'), bob: await logIn('bob') }
  bob = await apiLogIn(berth.url, 'bob', passwordOf('bob'))
})
afterAll(async () => {
  await browser.close()
  await berth.stop()
  await ldap.stop()
  await runners.gitlab.stop()
})

async function logIn(account: Person): Promise<Page> {
  const page = await browser.newPage({ acceptDownloads: true })
  page.setDefaultTimeout(30_000)
  await page.goto(`${berth.url}/login`)
  await page.locator('input[name=username]').fill(account)
  await page.locator('input[type=password]').fill(passwordOf(account))
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/containers/)
  return page
}

const image = (page: Page, owner: Person) =>
  page.getByTestId('image').filter({ hasText: `berth.internal/${owner}/lesson` })
const choose = async (item: string) => {
  await image(pages.alice, 'alice').getByRole('button', { name: '「lesson」の操作' }).click()
  await pages.alice.getByRole('menuitem', { name: item }).click()
}
const state = (page: Page, wanted: string) =>
  page.locator(`[data-testid=runner-state][data-state=${wanted}]`).waitFor()

test('a token that GitLab does not know is refused in words', async () => {
  const page = pages.alice
  await page.goto(`${berth.url}/images`)
  await page.getByRole('link', { name: 'GitLab からビルドする' }).click()
  await page.getByLabel('ランナーのトークン').fill('glrt-nobody-gave-this')
  await page.getByRole('button', { name: '登録する' }).click()
  await page.getByRole('alert').filter({ hasText: 'GitLab' }).waitFor()
})

test('two accounts set their tokens and save the file to be committed', async () => {
  await Promise.all(
    people.map(async (account) => {
      const page = pages[account]
      await page.goto(`${berth.url}/images/gitlab`)
      const token = runners.gitlab.makeRunner(account)
      await page.getByLabel('ランナーのトークン').fill(token)
      await page.getByRole('button', { name: '登録する' }).click()
      await state(page, 'online')
      expect(await page.content()).not.toContain(token)
      await page.getByLabel('イメージの名前').fill('lesson')
      await page.getByLabel('ビルド引数').fill(`WHO=${account}`)
      await page.locator('pre', { hasText: `WHO=${account}` }).waitFor()
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: '.gitlab-ci.yml を保存' }).click(),
      ])
      // Chromium drops the dot at the beginning of a name, of which the page tells.
      expect(download.suggestedFilename()).toBe('gitlab-ci.yml')
      ciFiles.set(account, await readFile(await download.path(), 'utf8'))
    }),
  )
  await pages.alice.getByRole('heading', { level: 1 }).scrollIntoViewIfNeeded()
  await picture(pages.alice, 'gitlab')
  const { violations } = await new AxeBuilder({ page: pages.alice }).analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
})

/** The build endpoint that an account's runner has in its container. */
async function endpointOf(account: Person): Promise<string> {
  const label = [`berth.instance=${berth.instance}`, `berth.account=${account}`, 'berth.runner']
  const [row] = await machine.docker.listContainers({ filters: { label } })
  const { HostConfig } = await machine.docker.getContainer(row!.Id).inspect()
  return join(HostConfig.Binds![0]!.split(':')[0]!, 'docker.sock')
}

test('gitlab-ci-local runs both files at once, and each image arrives at its owner alone', async () => {
  for (const page of Object.values(pages)) await page.goto(`${berth.url}/images`)
  const base = `docker.io/${machine.images.busybox}`
  await Promise.all(
    people.map(async (account) => {
      const files = {
        Dockerfile: `FROM ${base}\nARG WHO\nRUN echo "of $WHO" > /who\nCMD ["sleep", "1000"]\n`,
        '.gitlab-ci.yml': ciFiles.get(account)!,
      }
      const log = await runPipeline(files, await endpointOf(account))
      expect(log).toContain(`Successfully tagged berth.internal/${account}/lesson:latest`)
    }),
  )
  for (const account of people) await image(pages[account], account).getByText('自分だけ').waitFor()
  expect(await image(pages.bob, 'alice').count()).toBe(0)
  expect(await image(pages.alice, 'bob').count()).toBe(0)
})

/** What the build wrote into a container's image. */
const who = async (id: string): Promise<string> =>
  (await bob.call<{ stdout: string }>('POST', `/containers/${id}/exec`, { command: ['cat', '/who'] })).stdout

test('described and shared, somebody else makes a container of it', async () => {
  await choose('説明を書く')
  await pages.alice.getByLabel('何に使うイメージですか').fill('**第 2 回**の演習')
  await pages.alice.getByRole('button', { name: '保存' }).click()
  await choose('みんなと共有する')
  const shown = image(pages.bob, 'alice')
  await shown.locator('strong', { hasText: '第 2 回' }).waitFor()
  await shown.getByRole('link', { name: 'このイメージでコンテナを作る' }).click()
  await pages.bob.getByLabel('名前', { exact: false }).first().fill('exercise')
  await pages.bob.getByRole('button', { name: '作成', exact: true }).click()
  await pages.bob.getByTestId('container-state').filter({ hasText: '実行中' }).waitFor()
  const [{ id }] = (await bob.containers()) as [Container]
  expect(await who(id)).toBe('of alice\n')
})

test('sharing withdrawn, no spelling of it gives anybody else a container', async () => {
  await choose('共有をやめる')
  await pages.alice.getByTestId('confirm').click()
  await image(pages.alice, 'alice').getByText('自分だけ').waitFor()
  const { Id } = await machine.docker.getImage('berth.internal/alice/lesson:latest').inspect()
  const spellings = spellingsOf('alice', 'lesson:latest', Id, 'bob')
  const reached: string[] = []
  for (const [index, spelling] of spellings.entries())
    if (await lends(machine, bob, spelling, `try-${String(index)}`)) reached.push(spelling)
  // Which is his own of that name.
  expect(reached).toEqual(['lesson:latest'])
  const own = await bob.lend('own', { image: 'lesson:latest' })
  expect(await who(own.id)).toBe('of bob\n')
  await bob.giveBack(own.id)
  expect(spellings.length).toBeGreaterThanOrEqual(20)
  const [exercise] = await bob.containers()
  expect(exercise).toMatchObject({ name: 'exercise', state: 'running' })
  await bob.giveBack(exercise!.id)
})

test('the image and the runner are deleted, and nothing of them is left', async () => {
  await choose('削除する')
  await pages.alice.getByTestId('confirm').click()
  await image(pages.alice, 'alice').waitFor({ state: 'detached' })
  const [token] = [...runners.gitlab.runners.keys()].filter((each) => each.includes('alice'))
  await pages.alice.goto(`${berth.url}/images/gitlab`)
  await pages.alice.getByTestId('delete-runner').click()
  await pages.alice.getByTestId('confirm').click()
  await pages.alice.getByTestId('runner-state').waitFor({ state: 'detached' })
  expect(runners.gitlab.runners.has(token!)).toBe(false)
})
