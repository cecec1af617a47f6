import { text } from 'node:stream/consumers'
import type { Context } from '../context.ts'
import { usageError } from '../errors.ts'
import { findContainer } from './find-container.ts'
import { terminalContainer } from './terminal-container.ts'

interface Options {
  readonly interactive?: boolean
  readonly tty?: boolean
  readonly attach?: boolean
}

/** Runs a command and ends with its exit code; without one, or with -t, in a terminal. */
export async function execContainer(
  context: Context,
  options: Options,
  name: string,
  command: string[],
): Promise<void> {
  const server = await context.server()
  const inTerminal = command.length === 0 || options.tty === true || options.attach === true
  if (inTerminal && !(process.stdin.isTTY && process.stdout.isTTY)) throw usageError('notTty')
  const { id } = await findContainer(server.client, name)
  if (inTerminal) {
    process.exitCode = await terminalContainer(context, server, id, command, options.attach === true)
    return
  }
  const result = await server.client.execContainer({
    params: { id },
    body: { command, ...(options.interactive === true ? { stdin: await text(process.stdin) } : {}) },
  })
  if (context.json) {
    context.data(result, () => '')
  } else {
    process.stdout.write(result.stdout)
    process.stderr.write(result.stderr)
  }
  process.exitCode = result.exitCode
}
