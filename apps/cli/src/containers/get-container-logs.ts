import { once } from 'node:events'
import type { Context } from '../context.ts'
import { terminalText } from '../output/terminal-text.ts'
import { findContainer } from './find-container.ts'

interface Options {
  readonly follow?: boolean
  readonly tail?: number
}

/** Each line to the stream that it was written to; in a terminal only colours are let through of its controls. */
export async function getContainerLogs(
  context: Context,
  { follow, tail }: Options,
  name: string,
): Promise<void> {
  const { client } = await context.server()
  const { id } = await findContainer(client, name)
  const lines = await client.getContainerLogs({
    params: { id },
    query: { ...(follow === true ? { follow: 'true' } : {}), ...(tail === undefined ? {} : { tail }) },
  })
  for await (const line of lines) {
    const output = context.json || line.stream === 'stdout' ? process.stdout : process.stderr
    const text = context.json ? JSON.stringify(line) : output.isTTY ? terminalText(line.text) : line.text
    if (!output.write(`${text}\n`)) await once(output, 'drain')
  }
}
