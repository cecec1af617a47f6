import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { nodeArguments, nodeEnvironment } from './node-options.mjs'
import { root } from './setup.mjs'

/**
 * Runs a TypeScript program with Node 24 in the place of this one: same input and output, same signals, same exit
 * code. A terminal's Ctrl-C reaches the whole process group, npm passes it on once more: the program hears of it once.
 */
export function runTypeScript(node, file, args) {
  const child = spawn(node, [...nodeArguments, join(root, file), ...args], {
    stdio: 'inherit',
    env: { ...process.env, ...nodeEnvironment },
    detached: true,
  })
  let told = false
  const tell = (signal) => {
    if (told) return
    told = true
    child.kill(signal)
    setTimeout(() => (told = false), 1_000).unref()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => tell(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
}
