import library, { type Ignore } from '@balena/dockerignore'
import { BerthError } from './errors/berth-error.ts'

// CommonJS: Node and bundlers give the function itself, which its types say to bundlers alone.
const dockerignore = library as unknown as (options: { ignorecase: boolean }) => Ignore

/**
 * Which files of a folder belong to the build context: all but those that `.dockerignore` names, read as Docker's own
 * client reads it. The Dockerfile and `.dockerignore` always do. Throws `build-refused` for a pattern that is none.
 */
export function contextFilter(ignore: string, dockerfile: string): (path: string) => boolean {
  const always = new Set([dockerfile, '.dockerignore'])
  const keeps = dockerignore({ ignorecase: false }).add(ignore).createFilter()
  return (path) => {
    if (always.has(path)) return true
    try {
      return keeps(path)
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new BerthError('build-refused', { reason: `.dockerignore: ${reason}` }, { cause })
    }
  }
}
