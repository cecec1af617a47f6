#!/usr/bin/env node
// The `berth` command: Node 24 on apps/cli. It keeps the terminal, so that a shell in a container can have it.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { nodeArguments, nodeEnvironment } from '../scripts/node-options.mjs'
import { root, setup } from '../scripts/setup.mjs'

const child = spawn(
  setup({ pages: false }),
  [...nodeArguments, join(root, 'apps/cli/src/main.ts'), ...process.argv.slice(2)],
  { stdio: 'inherit', env: { ...process.env, ...nodeEnvironment } },
)
process.on('SIGINT', () => {}) // The terminal sends it to both; the command decides.
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
