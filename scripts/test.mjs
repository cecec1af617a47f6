// npm test [-- TIER …]: all that the tests need is installed and started, then every tier runs: check, unit, real, e2e.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { check } from './check.mjs'
import { root, run, setup } from './setup.mjs'

/** Debian packages by the file that each is needed for. */
const packages = {
  '/usr/sbin/dockerd': 'docker.io',
  '/usr/sbin/iptables': 'iptables',
  '/usr/sbin/slapd': 'slapd',
  '/usr/bin/ldapsearch': 'ldap-utils',
  '/usr/bin/openssl': 'openssl',
  '/usr/bin/chromium': 'chromium',
  '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc': 'fonts-noto-cjk',
  '/bin/busybox': 'busybox-static',
  '/usr/bin/podman': 'podman',
  '/usr/sbin/runc': 'runc',
  '/usr/lib/cni/bridge': 'containernetworking-plugins',
  '/usr/bin/mksquashfs': 'squashfs-tools',
  '/usr/bin/git': 'git',
  '/usr/bin/patchelf': 'patchelf',
}

function installPrograms() {
  const missing = Object.entries(packages)
    .filter(([file]) => !existsSync(file))
    .map(([, name]) => name)
  if (missing.length === 0) return
  console.info(`Debian のパッケージをインストールします / Installing Debian packages: ${missing.join(' ')} …`)
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  run('apt-get', ['update', '-qq'], { env: environment })
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], {
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

/** Compiles the Kubernetes of the tests (once a machine, some minutes) before a test's own time runs. */
function buildKubernetes(node) {
  if (process.env.BERTH_TEST_KUBECONFIG) return
  console.info('テスト用の Kubernetes を準備しています / Preparing the Kubernetes for the tests …')
  run(node, [join(root, 'test/src/fixtures/programs/build-kubernetes.ts')])
}

/** Runs a tier of Vitest, shown as it runs; gives its counts. */
function runTier(node, tier) {
  const folder = mkdtempSync(join(tmpdir(), 'berth-test-'))
  const report = join(folder, 'report.json')
  const { status } = spawnSync(
    node,
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--project',
      tier,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
  )
  const counts = existsSync(report)
    ? JSON.parse(readFileSync(report, 'utf8'))
    : { numPassedTests: 0, numFailedTests: 0 }
  rmSync(folder, { recursive: true })
  const failed = counts.numFailedTests
  return { passed: counts.numPassedTests, failed: status === 0 ? failed : Math.max(failed, 1) }
}

const all = ['check', 'unit', 'real', 'e2e']
const tiers = process.argv.length > 2 ? process.argv.slice(2) : all
const unknown = tiers.filter((tier) => !all.includes(tier))
if (unknown.length > 0) {
  console.error(`There is no tier “${unknown.join(' ')}”. Choose from: ${all.join(', ')}`)
  process.exit(2)
}

const node = setup()
const needsParts = tiers.includes('real') || tiers.includes('e2e')
if (needsParts) {
  installPrograms()
  buildKubernetes(node)
}
const total = { passed: 0, failed: 0 }
for (const tier of tiers) {
  console.info(`\n── ${tier} ──`)
  const { passed, failed } = tier === 'check' ? await check(node) : runTier(node, tier)
  total.passed += passed
  total.failed += failed
}
if (
  needsParts &&
  spawnSync(node, [join(root, 'test/src/fixtures/clean-up.ts')], { stdio: 'inherit' }).status !== 0
)
  total.failed += 1
console.info(`\n${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0)
