import { readSettings } from '../settings/read-settings.ts'
import { messagesFor } from './messages.ts'
import { serve } from './serve.ts'

async function main(): Promise<void> {
  const messages = messagesFor(process.env)
  const say = (line: string) => process.stdout.write(`${line}\n`)

  try {
    say(messages.preparing)
    const serving = await serve(readSettings(), messages, say)
    if (process.stdout.isTTY) say(messages.howToStop)
    let stopping = false
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => {
        if (stopping) return
        stopping = true
        say(messages.stopping)
        serving.stop().then(
          () => {
            say(messages.stopped)
            process.exit(0)
          },
          (error: unknown) => {
            console.error(error)
            process.exit(1)
          },
        )
      })
  } catch (error) {
    console.error(`${messages.failed}: ${error instanceof Error ? error.message : String(error)}`)
    process.exit(1)
  }
}

// Imported where it is only to be compiled.
if (import.meta.main) await main()
