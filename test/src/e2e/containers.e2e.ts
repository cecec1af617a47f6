import { readFile } from 'node:fs/promises'
import { AxeBuilder } from '@axe-core/playwright'
import type { Container } from '@berth/contract'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { enrol, logIn as apiLogIn, type Caller } from '../api/caller.ts'
import { startBerth, type RunningBerth } from '../fixtures/berth.ts'
import { openBrowser, type TestBrowser } from '../fixtures/browser.ts'
import { useDocker, type TestDocker } from '../fixtures/docker.ts'
import { holdRegistry, type HoldingRegistry } from '../fixtures/holding-registry.ts'
import { logIn } from '../fixtures/log-in.ts'
import { look } from '../fixtures/pictures.ts'
import { startProxy, type Proxy } from '../fixtures/proxy.ts'
import { publishedProgram, removePublished } from '../fixtures/published-image.ts'
import { startRegistry, type TestRegistry } from '../fixtures/registry.ts'

let docker: TestDocker
let registry: TestRegistry
let held: HoldingRegistry
let berth: RunningBerth
let line: Proxy
let browser: TestBrowser
let page: Page
let api: Caller
let web: Container

const password = 'alice has a long password'

beforeAll(async () => {
  docker = await useDocker()
  registry = await startRegistry()
  held = await holdRegistry(registry.host)
  berth = await startBerth()
  const port = Number(new URL(berth.url).port)
  line = await startProxy('127.0.0.1', port)
  api = await enrol(await apiLogIn(berth.url, berth.admin.account, berth.admin.password), 'alice')
  browser = await openBrowser({ locale: 'en-GB' })
  page = browser.page
  page.setDefaultTimeout(30_000)
  await logIn(page, at(''), 'alice', password)
  web = await make('web', docker.images.busybox, ['sh', '-c', writer])
})
afterAll(async () => {
  await browser.close()
  await line.close()
  await berth.stop()
  await removePublished(docker.docker, held)
  held.stop()
  await registry.stop()
  await docker.stop()
})

/** Writes a few lines, and one more whenever it is told to. Says what is typed to it. */
const writer = `trap 'exit 0' TERM
echo first; echo 二番目; mkfifo /say; (while :; do cat /say; done) & while read typed; do echo "typed: $typed"; done; wait`

/** An address through the line that can be cut. */
const at = (path: string) => `http://127.0.0.1:${String(line.port)}${path}`
const open = (tab: string) => page.goto(at(`/containers/${web.id}${tab}`))
const make = async (name: string, image: string, command?: string[]): Promise<Container> => {
  const { id } = await api.call<Container>('POST', '/containers', { name, image, command })
  return (await api.until(id, 'running')) as Container
}
const inside = async (script: string): Promise<string> => {
  const asked = { command: ['sh', '-c', script] }
  return (await api.call<{ stdout: string }>('POST', `/containers/${web.id}/exec`, asked)).stdout
}
/** Asked again and again until it is as wanted. */
const soon = <T>(ask: () => Promise<T> | T) => expect.poll(ask, { timeout: 20_000 })
const terminal = () => page.getByTestId('terminal').first()
const shown = () => terminal().locator('.xterm-rows').textContent()
const type = async (text: string) => {
  await terminal().locator('.xterm-helper-textarea').waitFor({ state: 'attached' })
  await terminal().and(page.locator('[data-status=open]')).click()
  await page.keyboard.insertText(text)
  await page.keyboard.press('Enter')
}

test('the log is followed and searched', async () => {
  await open('/logs')
  const logs = page.getByTestId('logs')
  await logs.getByText('二番目').waitFor()
  await inside('echo "third: Needle in it" > /say')
  await logs.getByText('third: Needle in it').waitFor()
  await page.getByRole('textbox', { name: 'Search the log' }).fill('needle')
  await page.getByText('· 1 line matches').waitFor()
  expect(await logs.locator('mark').allTextContents()).toEqual(['Needle'])
  await page.getByRole('switch', { name: 'Matching lines only' }).click()
  await logs.getByText('first').waitFor({ state: 'detached' })
})

test('graphs show what it uses', async () => {
  await open('/usage')
  for (const what of ['CPU', 'Memory', 'Network'])
    await page
      .getByRole('region', { name: what })
      .getByRole('img', { name: new RegExp(`^${what}: `) })
      .waitFor()
  await page
    .getByTestId('usage-pids')
    .getByText(/^\d+ \/ 512$/)
    .waitFor()
})

test('one command tells its output and its exit code', async () => {
  await open('/terminal')
  await page.getByRole('button', { name: 'Run one command' }).click()
  await page.getByLabel('Command', { exact: true }).fill(`sh -c 'echo out; echo err >&2; exit 4'`)
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  const result = page.getByTestId('exec-result')
  await result.getByText('Exit code 4').waitFor()
  expect(await result.getByLabel('Standard output').textContent()).toBe('out\n')
  expect(await result.getByLabel('Standard error').textContent()).toBe('err\n')
})

test('a terminal goes on over a line that was cut', async () => {
  await open('/terminal')
  await type('kept=still-there; echo begun')
  await soon(shown).toContain('begun')
  line.cut()
  await page.getByText('The connection was lost. Reconnecting …').first().waitFor()
  line.mend()
  await type('echo "it is $kept" > /tmp/kept')
  await soon(() => inside('cat /tmp/kept 2>/dev/null')).toBe('it is still-there\n')
})

test('a shell that is no more is told of, and another begun', async () => {
  // What a page remembers whose agent was started again.
  await page.evaluate(
    `sessionStorage.setItem('berth.terminals.${web.id}', '{"terminals":[{"number":1,"attach":false,"session":"00000000-0000-4000-8000-000000000000"}],"active":1}')`,
  )
  await page.reload()
  await soon(shown).toContain('This is a new one.')
  await look(page, 'terminal-replaced-en')
  await type('echo new > /tmp/new')
  await soon(() => inside('cat /tmp/new 2>/dev/null')).toBe('new\n')
})

test('terminals are read out to who wants it, on this device from now on', async () => {
  const tree = terminal().locator('.xterm-accessibility-tree')
  expect(await tree.count()).toBe(0)
  await page.getByRole('button', { name: 'Read out by a screen reader' }).click()
  await tree.getByText('echo new').first().waitFor({ state: 'attached' })
  await page.reload()
  await tree.first().waitFor({ state: 'attached' })
  await look(page, 'terminal-read-out-en')
  await page.getByRole('button', { name: 'Read out by a screen reader', pressed: true }).click()
  await tree.first().waitFor({ state: 'detached' })
})

test('attaching reaches the main program', async () => {
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Attach to the main process' }).click()
  const attached = page.getByTestId('terminal').nth(1)
  await soon(() => attached.locator('.xterm-rows').textContent()).toContain('Attached to the main process')
  await page.keyboard.insertText('hello')
  // A main program without a terminal takes what comes as it is.
  await page.keyboard.press('Control+j')
  await soon(() => attached.locator('.xterm-rows').textContent()).toContain('typed: hello')
})

test('the files page begins at home, takes a folder that is dropped, and gives files and folders', async () => {
  await page.getByRole('tab', { name: 'Files' }).click()
  await page.getByLabel('Place', { exact: true }).getByText('root', { exact: true }).waitFor()
  const data = await page.evaluateHandle(droppedFolder)
  const area = page.getByTestId('drop-area').first()
  for (const kind of ['dragenter', 'dragover', 'drop']) await area.dispatchEvent(kind, { dataTransfer: data })
  await page.getByTestId('uploads').getByText('3 of 3 done').waitFor()
  await look(page, 'files-uploaded-en')
  expect(
    await page.getByTestId('uploads').getByRole('progressbar').first().getAttribute('aria-valuenow'),
  ).toBe('100')
  expect(await inside('cd /root && cat work/a.txt work/deep/日本語.txt && wc -c < work/big')).toBe(
    'A語3000000\n',
  )
  await page.getByTestId('files').getByText('work').click()
  expect((await downloaded('Download “a.txt”')).toString()).toBe('A')
  const tar = await downloaded('Download “deep”')
  expect(tar.includes('日本語.txt')).toBe(true)
})

/** A folder in a folder, as a drag from the desktop brings it. In words: it runs in the page, whose types are not the tests'. */
const droppedFolder = `(() => {
  const file = (name, content) => ({ isFile: true, isDirectory: false, name,
    file: (give) => give(new File([content], name)) })
  const folder = (name, entries) => ({ isFile: false, isDirectory: true, name,
    createReader: () => { let left = entries; return { readEntries: (give) => { give(left); left = [] } } } })
  const work = folder('work', [file('a.txt', 'A'), folder('deep', [file('日本語.txt', '語')]),
    file('big', new Uint8Array(3000000))])
  const transfer = new DataTransfer()
  transfer.items.add(new File([''], 'work'))
  DataTransferItem.prototype.webkitGetAsEntry = () => work
  return transfer
})()`

async function downloaded(name: string): Promise<Buffer> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name }).click(),
  ])
  return readFile(await download.path())
}

test('buttons stop, start and restart it', async () => {
  await open('')
  const state = (word: string) => page.getByTestId('container-state').filter({ hasText: word }).waitFor()
  const { startedAt } = await api.call<Container>('GET', `/containers/${web.id}`)
  await page.getByRole('button', { name: 'Stop' }).click()
  await state('Stopped')
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await state('Running')
  const again = await api.call<Container>('GET', `/containers/${web.id}`)
  expect(again.startedAt).not.toBe(startedAt)
  await page.getByRole('button', { name: 'Restart' }).click()
  await soon(async () => (await api.call<Container>('GET', `/containers/${web.id}`)).startedAt).not.toBe(
    again.startedAt,
  )
  await state('Running')
})

test('one that died tells its exit code and its last lines', async () => {
  const { id } = await api.call<Container>('POST', '/containers', { name: 'dies', image: docker.images.dies })
  await page.goto(at(`/containers/${id}`))
  const reason = page.getByTestId('reason')
  await reason.getByText('The program ended (exit code 3)').waitFor()
  await reason.getByLabel('Last lines of the log').filter({ hasText: 'three: 失敗しました' }).waitFor()
  await page.getByRole('region', { name: 'Settings' }).getByText('3', { exact: true }).waitFor()
})

test('an image that no registry has is told so', async () => {
  const image = `${registry.host}/nobody/nothing:1`
  const { id } = await api.call<Container>('POST', '/containers', { name: 'typo', image })
  await page.goto(at(`/containers/${id}`))
  await page.getByTestId('reason').getByText(`The image “${image}” was not found`).waitFor()
  await look(page, 'image-not-found-en')
})

test('a pull shows how far it is, and can be called off', async () => {
  const image = `${held.host}/${await publishedProgram(docker.docker, registry, 4 * 1024 ** 2)}`
  const { id } = await api.call<Container>('POST', '/containers', { name: 'pulled', image })
  await page.goto(at(`/containers/${id}`))
  const progress = page.getByTestId('progress')
  await progress.getByText(/^Downloading .+ \/ .+/).waitFor()
  await progress.getByRole('progressbar', { name: 'Pulling the image' }).waitFor()
  await progress.getByTestId('cancel-creation').click()
  await page.waitForURL(/\/containers$/)
  expect((await api.containers()).map(({ name }) => name)).not.toContain('pulled')
})

/** WCAG 2.2 A and AA, with something on the pages. */
test.each(['', '/terminal', '/logs', '/files', '/usage'])(
  'the page %s of a container shuts nobody out',
  async (tab) => {
    await open(tab)
    await page.locator('main h1').waitFor()
    await page.locator('.mantine-Skeleton-root').first().waitFor({ state: 'detached' })
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
  },
)

test('a token that is made on the page works, until it is revoked there', async () => {
  await page.goto(at('/account/tokens'))
  await page.getByLabel('What it is for').fill('my laptop')
  await page.getByRole('button', { name: 'Make a token' }).click()
  const token = (await page.getByTestId('made-token').locator('pre').textContent()) ?? ''
  const status = async () =>
    (await fetch(`${berth.url}/api/v1/containers`, { headers: { authorization: `Bearer ${token}` } })).status
  expect(await status()).toBe(200)
  await page.getByRole('button', { name: 'Revoke: my laptop' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await page.getByText('No tokens yet').waitFor()
  expect(await status()).toBe(401)
})

test('a password is changed, one logs out, and only the new one lets in again', async () => {
  const next = 'another long password'
  await page.goto(at('/account/password'))
  await page.getByLabel('Present password').fill(password)
  for (const field of await page.locator('input[autocomplete=new-password]').all()) await field.fill(next)
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await page.getByText('Your password was changed').waitFor()
  await page.getByTestId('account-menu').click()
  await page.getByTestId('log-out').click()
  await page.waitForURL(/\/login/)
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
  await page.goto(at('/containers'))
  await page.waitForURL(/\/login/)
  await expect(apiLogIn(berth.url, 'alice', password)).rejects.toThrow('Login of alice')
  await logIn(page, at(''), 'alice', next)
})
