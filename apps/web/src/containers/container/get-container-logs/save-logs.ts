import { client } from '../../../api/client.ts'
import type { LogLine } from '@berth/contract'
import { saveText } from '../../../ui/save-text.ts'
import { plainText } from '../../../ui/log/ansi.ts'

/** Most lines of a saved log: the contract's. */
const most = 100_000

/** A line as it is copied and saved: without colours, with its time if wanted. */
export const lineText = (line: LogLine, timestamps: boolean): string =>
  timestamps ? `${line.time} ${plainText(line.text)}` : plainText(line.text)

/** Fetches the log from its beginning, as far as it is kept, and saves it as a text file. */
export async function saveLogs(id: string, name: string, timestamps: boolean): Promise<void> {
  const parts: string[] = []
  for await (const line of await client.getContainerLogs({ params: { id }, query: { tail: most } })) {
    parts.push(`${lineText(line, timestamps)}\n`)
  }
  saveText(`${name}.log`, parts)
}
