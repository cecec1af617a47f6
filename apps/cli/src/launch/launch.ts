import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'

/** The programs that `berth` starts rather than contains, from the repository's root. */
const programs = {
  serve: 'apps/console/src/serve/main.ts',
  'agent docker': 'backends/docker/src/main.ts',
  'agent kubernetes': 'backends/kubernetes/src/main.ts',
} as const

/** Which program a command line starts, with the arguments for it; undefined: none. */
export function programOf(args: readonly string[]): { path: string; rest: string[] } | undefined {
  for (const [words, path] of Object.entries(programs)) {
    const count = words.split(' ').length
    const rest = args.slice(count)
    if (args.slice(0, count).join(' ') === words && !rest.some((each) => each === '--help' || each === '-h'))
      return { path, rest }
  }
  return undefined
}

/** Runs it in this one's place: same terminal, signals passed on. Gives its exit code (128 + signal as in shells). */
export async function launch(path: string, args: readonly string[]): Promise<number> {
  const file = fileURLToPath(new URL(`../../../../${path}`, import.meta.url))
  const child = spawn(process.execPath, [...process.execArgv, file, ...args], { stdio: 'inherit' })
  // Ctrl-C reaches both by itself: a terminal signals the whole process group.
  const signals = ['SIGTERM', 'SIGHUP', 'SIGINT'] as const
  for (const signal of signals) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    })
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]))
    })
  })
}
