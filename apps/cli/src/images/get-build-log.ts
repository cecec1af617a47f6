import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { ConnectionError } from '@berth/client'
import type { ConsoleClient, Context } from '../context.ts'
import { terminalText } from '../output/terminal-text.ts'

const attempts = 30
const retryAfter = 1_000

/**
 * Writes a build's log as it comes, to its end; with `--json` to standard error. A connection that is lost is made
 * again, and the log goes on where it was. In a terminal only colours are let through of its controls.
 */
export async function getBuildLog(
  context: Context,
  client: ConsoleClient,
  id: string,
  signal: AbortSignal,
): Promise<void> {
  const output = context.json ? process.stderr : process.stdout
  let rest = ''
  let since = 0
  for (let failures = 0; ; failures += 1) {
    try {
      const query = { follow: 'true', since }
      for await (const piece of await client.getBuildLog({ params: { id }, query, signal })) {
        since = piece.at + piece.text.length
        failures = 0
        const lines = (rest + piece.text).split(/\r?\n/)
        rest = lines.pop() ?? ''
        for (const line of lines) await write(output, line)
      }
      if (rest !== '') await write(output, rest)
      return
    } catch (error) {
      if (signal.aborted || !(error instanceof ConnectionError) || failures >= attempts) throw error
      context.tell(context.messages.said.reconnecting)
    }
    await delay(retryAfter, undefined, { signal })
  }
}

async function write(output: NodeJS.WriteStream, line: string): Promise<void> {
  if (!output.write(`${output.isTTY ? terminalText(line) : line}\n`)) await once(output, 'drain')
}
