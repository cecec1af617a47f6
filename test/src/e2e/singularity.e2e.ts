import { AxeBuilder } from '@axe-core/playwright'
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Container } from '@berth/contract'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { enrol, logIn as apiLogIn } from '../api/caller.ts'
import { useApptainer, type Apptainer } from '../fixtures/apptainer.ts'
import { startBerth, type RunningBerth } from '../fixtures/berth.ts'
import { openBrowser, type TestBrowser } from '../fixtures/browser.ts'
import { look } from '../fixtures/pictures.ts'
import { buildThroughBerth } from '../fixtures/build-through-berth.ts'
import { until } from '../fixtures/child.ts'
import { dialogPicture } from '../fixtures/dialog-picture.ts'
import { useDocker } from '../fixtures/docker.ts'
import { startRegistry, type TestRegistry } from '../fixtures/registry.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'
import { buildImage } from '../singularity/test-images.ts'

let folder: string
let berth: RunningBerth
let apptainer: Apptainer
let browser: TestBrowser
let registry: TestRegistry
let page: Page

beforeAll(async () => {
  folder = await temporaryFolder('singularity-e2e')
  apptainer = await useApptainer()
  registry = await startRegistry()
  berth = await startBerth({ env: { BERTH_AGENT_SINGULARITY_FOLDER: join(folder, 'cache') } })
  browser = await openBrowser()
  const admin = await apiLogIn(berth.url, berth.admin.account, berth.admin.password)
  await enrol(admin, 'alice')
  page = browser.page
  page.setDefaultTimeout(30_000)
  await page.goto(`${berth.url}/login`)
  await page.locator('input[name=username]').fill('alice')
  await page.locator('input[type=password]').fill('alice has a long password')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/containers/)
  await page.goto(`${berth.url}/images`)
})
afterAll(async () => {
  await browser.close()
  await berth.stop()
  await registry.stop()
  await apptainer.close()
  await rm(folder, { recursive: true, force: true })
})

const card = (name: string) => page.getByTestId('image').filter({ hasText: `berth.internal/alice/${name}` })
const open = (name: string) =>
  card(name)
    .getByRole('button', { name: `SIF ファイルにする: ${name}` })
    .click()
const partsInCache = () => readdirSync(join(folder, 'cache')).filter((name) => name.endsWith('.part'))
/** The machine's own Node, as old as Berth has to bear, and not the one that runs this. */
const serverNode = existsSync('/usr/bin/node') ? '/usr/bin/node' : process.execPath
const dialog = () => page.getByRole('dialog')

test('an image that was built through Berth is downloaded as a file that Apptainer runs', async () => {
  await buildThroughBerth(berth, 'alice', 'tool', 'ENV WHO=アリス\nCMD echo "$WHO says: $0"')
  await open('tool')
  await dialog().getByText('tool_latest.sif', { exact: true }).waitFor()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog().getByRole('link', { name: 'ダウンロード', exact: true }).click(),
  ])
  expect(download.suggestedFilename()).toBe('tool_latest.sif')
  const path = join(folder, 'tool.sif')
  await download.saveAs(path)
  const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex')
  await dialog().getByText(sha256).waitFor()
  const given = await apptainer.give(path, 'tool_latest.sif')
  const ran = await apptainer.run(['run', '--unsquash', given])
  expect(ran.stdout).toContain('アリス says:')
  const own = await apptainer.run(['exec', '--unsquash', given, 'sh', '-c', 'echo "$WHO"'])
  expect(own.stdout).toBe('アリス\n')
})

test('a download that the browser breaks off goes on from there, and is what the page says', async () => {
  const href = await dialog().getByRole('link', { name: 'ダウンロード', exact: true }).getAttribute('href')
  const joined = await page.evaluate(async (address) => {
    const stop = new AbortController()
    const first = await fetch(address, { signal: stop.signal })
    const { value } = (await first.body!.getReader().read()) as { value: Uint8Array<ArrayBuffer> }
    stop.abort()
    // The first piece of a small file may be all of it.
    const begun = value.subarray(0, value.length >> 1)
    const headers = { range: `bytes=${begun.length}-`, 'if-range': first.headers.get('etag')! }
    const rest = await fetch(address, { headers })
    const file = await new Blob([begun, await rest.blob()]).arrayBuffer()
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', file))
    return {
      status: rest.status,
      sha256: [...digest].map((each) => each.toString(16).padStart(2, '0')).join(''),
    }
  }, href ?? '')
  expect(joined.status).toBe(206)
  await dialog().getByText(joined.sha256).waitFor()
})

test('its picture is taken for the guides', async () => {
  await dialog().getByRole('button', { name: '閉じる' }).click()
  await dialogPicture(page, 'singularity', async () => {
    await card('tool').getByRole('button', { name: /SIF/ }).click()
    await dialog().getByText('tool_latest.sif', { exact: true }).waitFor()
  })
  await open('tool')
})

test('beside it are the commands, as they are typed on a server', async () => {
  for (const command of [
    'scp tool_latest.sif サーバー:',
    'berth pull --singularity berth.internal/alice/tool:latest',
    'apptainer run tool_latest.sif',
    'apptainer exec tool_latest.sif コマンド',
    'apptainer shell tool_latest.sif',
    'apptainer run --nv tool_latest.sif',
  ])
    await dialog().getByText(command, { exact: true }).waitFor()
  await look(page, 'singularity-done')
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
})

test('while it is made, its progress is shown, and it can be given up', async () => {
  await dialog().getByRole('button', { name: '閉じる' }).click()
  await buildThroughBerth(berth, 'alice', 'large', 'RUN dd if=/dev/urandom of=/large bs=1M count=256')
  await open('large')
  await dialog()
    .getByText(/ファイルを作っています:.* \/ 約/)
    .waitFor()
  await look(page, 'singularity-making')
  await dialog().getByRole('button', { name: 'やめる' }).click()
  await dialog().waitFor({ state: 'hidden' })
  await until(
    () => 'it is made no more',
    () => partsInCache().length === 0,
  )
  await open('large')
  await dialog().getByText('large_latest.sif', { exact: true }).waitFor()
})

test('one that waits for another shows its place in the queue', async () => {
  await dialog().getByRole('button', { name: '閉じる' }).click()
  await buildThroughBerth(berth, 'alice', 'next', 'RUN echo x > /next')
  await card('next').waitFor()
  const alice = await apiLogIn(berth.url, 'alice', 'alice has a long password')
  const before = `/singularity?image=large&compression=gzip`
  expect((await alice.send('GET', before)).status).toBe(202)
  await until(
    () => 'the other is being made',
    () => partsInCache().length > 0,
  )
  await open('next')
  await dialog().getByText('順番を待っています(1 番目)').waitFor()
  await alice.call('DELETE', before)
  await dialog().getByText('next_latest.sif', { exact: true }).waitFor()
})

test('the berth command comes from the console, for a server that has Node alone', async () => {
  const program = join(folder, 'berth')
  writeFileSync(program, await (await fetch(`${berth.url}/cli/berth.cjs`)).text())
  const home = join(folder, 'home')
  const berthCommand = async (args: readonly string[], input = ''): Promise<string> => {
    const child = spawn(serverNode, [program, ...args], {
      cwd: folder,
      env: { LANG: 'C', XDG_CONFIG_HOME: home },
    })
    child.stdin.end(input)
    const [said, problems] = await Promise.all([text(child.stdout), text(child.stderr)])
    if (child.exitCode === null) await once(child, 'close')
    expect(child.exitCode, problems).toBe(0)
    return said
  }
  await berthCommand(
    ['login', berth.url, '--account', 'alice', '--password-stdin'],
    'alice has a long password\n',
  )
  expect((await berthCommand(['images', '--quiet'])).split('\n')).toContain('tool')
  await berthCommand(['pull', '--singularity', 'tool', '-o', 'pulled.sif'])
  const given = await apptainer.give(join(folder, 'pulled.sif'), 'pulled.sif')
  expect((await apptainer.run(['run', '--unsquash', given])).stdout).toContain('アリス says:')
})

test('an image that lies in a registry only is typed in, pulled and made', async () => {
  const { docker } = await useDocker()
  await buildImage(docker, 'berth-test/published:2', 'CMD echo published')
  await registry.push(docker, 'berth-test/published:2', 'published:2')
  await docker.getImage('berth-test/published:2').remove({ force: true })
  await page.goto(`${berth.url}/images`)
  await page.getByRole('button', { name: 'レジストリから SIF' }).click()
  await dialog().getByLabel('イメージ', { exact: true }).fill(` ${registry.host}/published:2 `)
  await look(page, 'singularity-registry')
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
  await page.keyboard.press('Enter')
  await dialog().getByText('published_2.sif', { exact: true }).waitFor()
  const link = dialog().getByRole('link', { name: 'ダウンロード', exact: true })
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
  expect(download.suggestedFilename()).toBe('published_2.sif')
  await look(page, 'singularity-registry-done')
})

test('one that cannot be had is told in words', async () => {
  await dialog().getByRole('button', { name: '閉じる' }).click()
  await page.getByRole('button', { name: 'レジストリから SIF' }).click()
  await dialog().getByLabel('イメージ', { exact: true }).fill(`${registry.host}/nothing:1`)
  await page.keyboard.press('Enter')
  await dialog().getByRole('alert').waitFor()
  await look(page, 'singularity-registry-failed')
})

test('a container’s page has its image as a file, wherever it runs', async () => {
  const alice = await apiLogIn(berth.url, 'alice', 'alice has a long password')
  const { id } = await alice.call<Container>('POST', '/containers', { name: 'box', image: 'tool' })
  await page.goto(`${berth.url}/containers/${id}`)
  await page.setViewportSize({ width: 390, height: 800 })
  await page.getByRole('button', { name: 'SIF ファイルにする: berth.internal/alice/tool:latest' }).click()
  await dialog().getByText('tool_latest.sif', { exact: true }).waitFor()
  await look(page, 'singularity-container-narrow')
})
