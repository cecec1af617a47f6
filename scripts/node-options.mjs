// How Node runs Berth, so that an idle installation stays small.
import { fileURLToPath } from 'node:url'

/** Servers pass bytes on and make little garbage: 1 MiB for the young is enough, and the default's 16 are never given back. */
export const nodeArguments = [
  '--disable-warning=ExperimentalWarning',
  '--max-semi-space-size=1',
  '--expose-gc',
  `--import=${new URL('give-back.mjs', import.meta.url).href}`,
]

/**
 * Compiled code is kept: without it every start strips the types of 500 files, which costs 1.5 s and 25 MiB a process.
 * One arena of glibc's for all threads, which then give back to the system what they free: 10 MiB a process.
 */
export const nodeEnvironment = {
  MALLOC_ARENA_MAX: '1',
  NODE_COMPILE_CACHE: fileURLToPath(new URL('../node_modules/.cache/node', import.meta.url)),
}
