import type { Container } from '@berth/contract'
import type { Context, Server } from '../context.ts'
import { StatusLine } from '../output/status-line.ts'
import { progressText } from './progress-text.ts'
import { watchContainer } from './watch-container.ts'

/**
 * Shows what goes on until a container is as `done` says, has failed or is gone (undefined). Aborting throws the
 * signal's reason.
 */
export async function waitFor(
  context: Context,
  { client }: Server,
  container: Container,
  done: (container: Container) => boolean,
  signal: AbortSignal,
): Promise<Container | undefined> {
  const line = new StatusLine(process.stderr)
  const ended = new AbortController()
  try {
    for await (const now of watchContainer(client, container.id, AbortSignal.any([signal, ended.signal]))) {
      if (done(now) || hasFailed(now)) return now
      line.show(`${now.name}: ${progressText(now, context.messages, context.language)}`)
    }
    return undefined
  } finally {
    ended.abort()
    line.clear()
  }
}

/** Nothing will be tried again by itself. */
export const hasFailed = ({ state, progress }: Container): boolean =>
  state === 'failed' && progress === undefined

export const isSettled =
  (state: Container['state']) =>
  (container: Container): boolean =>
    container.state === state && container.progress === undefined
