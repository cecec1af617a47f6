// npm run check: what needs no other program than Node: format, types, lint, import boundaries, unused code, unit tests.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root, setup } from './setup.mjs'

const checks = {
  types: ['typescript/bin/tsc', '-p', 'tsconfig.json'],
  'types of the pages': ['typescript/bin/tsc', '-p', 'apps/web/tsconfig.json'],
  format: ['prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  'import boundaries': [
    'dependency-cruiser/bin/dependency-cruiser.mjs',
    '--config',
    '.dependency-cruiser.cjs',
    'packages',
    'backends',
    'apps',
    'test',
    'bench',
  ],
  'unused code': ['knip/bin/knip.js'],
  lint: ['eslint/bin/eslint.js', '.'],
}

function attempt(node, [program, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(node, ['--max-old-space-size=6144', join(root, 'node_modules', program), ...args], {
      cwd: root,
    })
    const output = []
    child.stdout.on('data', (chunk) => output.push(chunk))
    child.stderr.on('data', (chunk) => output.push(chunk))
    child.on('close', (code) => resolve({ passed: code === 0, output: Buffer.concat(output).toString() }))
  })
}

const unitTests = { 'unit tests': ['vitest/vitest.mjs', 'run', '--project', 'unit'] }

/** Runs all checks, two at a time, and tells each as it ends, with its output where it failed. Gives their counts. */
export async function check(node, more = {}) {
  const waiting = Object.entries({ ...checks, ...more })
  const counts = { passed: 0, failed: 0 }
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, command] = next
      const { passed, output } = await attempt(node, command)
      console.info(`${passed ? 'ok    ' : 'FAILED'} ${name}`)
      if (!passed) console.info(output)
      counts[passed ? 'passed' : 'failed'] += 1
    }
  }
  await Promise.all([work(), work()])
  return counts
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { failed } = await check(setup({ pages: false }), unitTests)
  process.exit(failed === 0 ? 0 : 1)
}
