import { once } from 'node:events'
import { commands, type Process } from './commands.ts'
import { parse, type Statement } from './parse.ts'

/** A program that runs until it is stopped: all that an image without a shell has. */
export const pause = '/pause'

/** Whether an image has a program. */
export const canRun = (name: string | undefined, hasShell: boolean): boolean =>
  name === pause || (hasShell && name !== undefined && (name === 'sh' || name in commands))

/** Runs a command to its end and gives its exit code; rejects when its signal aborts. */
export async function run(command: readonly string[], process: Process): Promise<number> {
  const [name = '', ...args] = command
  if (name === pause) return paused(process.signal)
  if (name !== 'sh') return (await commands[name]?.(args, process)) ?? 127
  if (args[0] === '-c') return (await runScript(args[1] ?? '', process)).code
  return runLines(process)
}

async function paused(signal: AbortSignal): Promise<number> {
  if (!signal.aborted) await once(signal, 'abort')
  return 0
}

interface Outcome {
  readonly code: number
  readonly exit: boolean
}

async function runLines(process: Process): Promise<number> {
  let rest = Buffer.alloc(0)
  for await (const bytes of process.stdin) {
    rest = Buffer.concat([rest, bytes])
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      const line = rest.subarray(0, end).toString()
      rest = rest.subarray(end + 1)
      const { code, exit } = await runScript(line, process)
      if (exit) return code
    }
  }
  return 0
}

async function runScript(script: string, process: Process): Promise<Outcome> {
  const background: Promise<number>[] = []
  let trap = false
  let code = 0
  try {
    for (const statement of parse(script, process.environment)) {
      const [name, first] = statement.words
      if (name === 'exit') return { code: Number(first), exit: true }
      if (name === 'trap') trap = true
      else if (name === 'wait') await Promise.all(background)
      else {
        const running = run(statement.words, redirected(statement, process))
        // Whoever waits for it hears of it; without a wait, nobody does, as in sh.
        running.catch(() => undefined)
        if (statement.background) background.push(running)
        else code = await running
      }
    }
  } catch (error) {
    if (trap && process.signal.aborted) return { code: 0, exit: true }
    throw error
  }
  return { code, exit: false }
}

function redirected({ output }: Statement, process: Process): Process {
  if (output === 'stdout') return process
  if (output === 'stderr') return { ...process, out: process.err }
  return { ...process, out: (bytes) => process.files.write(output.file, Buffer.from(bytes)) }
}
