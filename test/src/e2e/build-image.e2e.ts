import { mkdirSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { enrol, logIn as apiLogIn } from '../api/caller.ts'
import { startBerth, type RunningBerth } from '../fixtures/berth.ts'
import { openBrowser, type TestBrowser } from '../fixtures/browser.ts'
import { startGitServer, type GitServer } from '../fixtures/git-server.ts'
import { picture } from '../fixtures/pictures.ts'
import { useDocker, type TestDocker } from '../fixtures/docker.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

let machine: TestDocker
let berth: RunningBerth
let browser: TestBrowser
let page: Page
let folder: string
let repositories: GitServer

beforeAll(async () => {
  machine = await useDocker()
  folder = await temporaryFolder('build')
  repositories = await startGitServer(await temporaryFolder('build-git'))
  await repositories.commit('private.git', {
    'kadai/1/Dockerfile': `FROM ${machine.images.busybox}\nCOPY data /data\nRUN cat /data\n`,
    'kadai/1/data': 'from the repository\n',
  })
  berth = await startBerth({
    env: { BERTH_GIT_HOSTS: `public ${repositories.host}`, BERTH_GIT_CA: repositories.caFile },
  })
  browser = await openBrowser()
  ;({ page } = browser)
  page.setDefaultTimeout(30_000)
  const admin = await apiLogIn(berth.url, berth.admin.account, berth.admin.password)
  await enrol(admin, 'alice')
  await page.goto(`${berth.url}/login`)
  await page.locator('input[name=username]').fill('alice')
  await page.locator('input[type=password]').fill('alice has a long password')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/containers/)
})
afterAll(async () => {
  await browser.close()
  await berth.stop()
  await repositories.stop()
  await rm(folder, { recursive: true })
})

/** A folder as somebody has it on the desk. */
function project(dockerfile: string): string {
  const path = join(folder, 'kadai')
  mkdirSync(join(path, 'src'), { recursive: true })
  writeFileSync(join(path, 'Dockerfile'), dockerfile)
  writeFileSync(join(path, 'src/message.txt'), 'こんにちは、イメージ\n')
  writeFileSync(join(path, 'src/secret.txt'), '見せない\n')
  writeFileSync(join(path, '.dockerignore'), '**/secret.txt\n')
  return path
}

const state = (text: string) => page.getByTestId('build-state').filter({ hasText: text }).first()

const faultless = async () => {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
}

test('a folder and its Dockerfile, mended on the page, become an image; its log is in colour', async () => {
  await page.goto(`${berth.url}/images`)
  await page.getByRole('link', { name: 'イメージをビルドする' }).click()
  await page.getByLabel('イメージの名前').fill('kadai1')
  const dockerfile = `FROM ${machine.images.busybox}\nCOPY src /src\nRUN cat /src/message.txt; exit 3\n`
  await page.getByTestId('choose-folder').setInputFiles(project(dockerfile))
  await page.getByTestId('context-files').getByText('src/message.txt').waitFor()
  await page.getByText('.dockerignore に書かれた 1 個は送りません。').waitFor()
  const text = page.getByRole('textbox', { name: 'Dockerfile', exact: true })
  await expect.poll(() => text.inputValue()).toBe(dockerfile)
  await faultless()
  await picture(page, 'build-image')
  await text.fill(
    `FROM ${machine.images.busybox}\nCOPY src /src\nRUN cat /src/message.txt; ls /src; printf '\\033[32mgreen\\033[0m\\n'\nCMD ["sleep", "10000"]\n`,
  )
  await page.getByRole('button', { name: 'イメージをビルドする' }).click()
  await page.waitForURL(/\/images\/builds\/[0-9a-f-]{36}$/)
  await state('完了').waitFor()
  const log = page.getByTestId('logs')
  await log.getByText('こんにちは、イメージ').waitFor()
  await log.getByText('message.txt', { exact: true }).waitFor()
  expect(await log.getByText('secret.txt').count()).toBe(0)
  expect(await log.getByText('green', { exact: true }).getAttribute('style')).toContain('color')
  await faultless()
  await picture(page, 'build')
})

test('the image is on the page and makes a container', async () => {
  await page.getByRole('link', { name: 'このイメージでコンテナを作る' }).click()
  await page.getByLabel('名前', { exact: false }).first().fill('built')
  await page.getByRole('button', { name: '作成', exact: true }).click()
  await page.getByTestId('container-state').filter({ hasText: '実行中' }).waitFor()
  await page.goto(`${berth.url}/images`)
  await page.getByTestId('image').filter({ hasText: 'berth.internal/alice/kadai1' }).waitFor()
  await page.getByTestId('build').filter({ hasText: 'kadai1' }).waitFor()
})

test('files that are dropped on the form are what is built from', async () => {
  await page.goto(`${berth.url}/images/builds/new`)
  const area = page.getByTestId('drop-area').first()
  const dockerfile = `FROM ${machine.images.busybox}\nCOPY dropped.txt /\nRUN cat /dropped.txt\n`
  // As text: this part runs in the page, whose types are not the tests'.
  const data = await page.evaluateHandle(`(() => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([${JSON.stringify(dockerfile)}], 'Dockerfile'))
    transfer.items.add(new File(['from the desk\\n'], 'dropped.txt'))
    return transfer
  })()`)
  await area.dispatchEvent('dragenter', { dataTransfer: data })
  await page.getByText('ここで離すと、ビルドの材料に加わります').waitFor()
  for (const type of ['dragover', 'drop']) await area.dispatchEvent(type, { dataTransfer: data })
  await page.getByTestId('context-files').getByText('dropped.txt').waitFor()
  await page.getByLabel('イメージの名前').fill('dropped')
  await page.getByRole('button', { name: 'イメージをビルドする' }).click()
  await page.waitForURL(/\/images\/builds\/[0-9a-f-]{36}$/)
  await state('完了').waitFor()
  await page.getByTestId('logs').getByText('from the desk').waitFor()
  await page.goto(`${berth.url}/images`)
  await page.getByTestId('image').filter({ hasText: 'berth.internal/alice/dropped' }).waitFor()
})

test('a build goes on behind a closed page, is found again, and cancelled', async () => {
  await page.goto(`${berth.url}/images/builds/new`)
  await page.getByLabel('イメージの名前').fill('slow')
  await page
    .getByRole('textbox', { name: 'Dockerfile', exact: true })
    .fill(`FROM ${machine.images.busybox}\nRUN echo begun; sleep 600\n`)
  await page.getByRole('button', { name: 'イメージをビルドする' }).click()
  await page.waitForURL(/\/images\/builds\/[0-9a-f-]{36}$/)
  await page.getByTestId('logs').getByText('begun', { exact: true }).waitFor()
  await page.goto(`${berth.url}/images`)
  await page.getByTestId('build').filter({ hasText: 'ビルド中' }).getByRole('link').click()
  await page.getByTestId('logs').getByText('begun', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'ビルドを中止する' }).click()
  await state('中止').waitFor()
  await page.getByRole('button', { name: '記録を消す' }).click()
  await page.waitForURL(/\/images$/)
  await page.getByTestId('build').filter({ hasText: 'kadai1' }).waitFor()
  expect(await page.getByTestId('build').filter({ hasText: 'slow' }).count()).toBe(0)
})

test('a mistake is told with what the builder said', async () => {
  await page.goto(`${berth.url}/images/builds/new`)
  await page.getByRole('button', { name: 'イメージをビルドする' }).click()
  await page.getByText('名前を入力してください。').waitFor()
  await page.getByLabel('イメージの名前').fill('Bad Name')
  await page
    .getByRole('textbox', { name: 'Dockerfile', exact: true })
    .fill(`FROM ${machine.images.busybox}\nRUN no-such-program\n`)
  await page.getByRole('button', { name: 'イメージをビルドする' }).click()
  await page.getByRole('alert').filter({ hasText: 'この名前は付けられません' }).first().waitFor()
  await page.getByLabel('イメージの名前').fill('mistake')
  await page.getByRole('button', { name: 'イメージをビルドする' }).click()
  await state('失敗').waitFor()
  await page.getByRole('alert').filter({ hasText: 'ビルドに失敗しました' }).waitFor()
  await page.getByTestId('logs').getByText('no-such-program: not found').waitFor()
})

test('a folder of a Git repository becomes an image, with a token that nobody sees again', async () => {
  await page.goto(`${berth.url}/images/builds/new`)
  await page.getByLabel('イメージの名前').fill('from-git')
  await page.getByText('Git リポジトリ', { exact: true }).click()
  await page.getByRole('button', { name: 'イメージをビルドする' }).click()
  await page.getByText('https:// で始まるアドレスを').waitFor()
  await page.getByLabel('リポジトリのアドレス').fill(`${repositories.url}/private.git`)
  await page.getByLabel('フォルダー', { exact: true }).fill('kadai/1')
  await page.getByLabel('アクセストークン').fill(repositories.token)
  await faultless()
  await page.getByRole('button', { name: 'イメージをビルドする' }).click()
  await page.waitForURL(/\/images\/builds\/[0-9a-f-]{36}$/)
  await state('完了').waitFor()
  await page.getByTestId('logs').getByText('from the repository', { exact: true }).waitFor()
  expect(await page.content()).not.toContain(repositories.token)
})

test('a repository that may not be fetched says so, and whom to ask', async () => {
  await page.goto(`${berth.url}/images/builds/new`)
  await page.getByLabel('イメージの名前').fill('refused')
  await page.getByText('Git リポジトリ', { exact: true }).click()
  await page.getByLabel('リポジトリのアドレス').fill('https://169.254.169.254/x.git')
  await page.getByRole('button', { name: 'イメージをビルドする' }).click()
  await page.getByText('169.254.169.254 からは取得できません').first().waitFor()
})
