import { Transform, type Readable } from 'node:stream'
import type { LogLine } from '@berth/contract'

/** Of lines of JSON those whose text contains `search`, capitals or not, as they come. */
export function searchLines(lines: Readable, search: string): Readable {
  const wanted = search.normalize('NFKC').toLowerCase()
  const decoder = new TextDecoder()
  let rest = ''
  const matches = (line: string) => {
    if (line === '') return false
    return (JSON.parse(line) as LogLine).text.normalize('NFKC').toLowerCase().includes(wanted)
  }
  const filter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = parts.pop() ?? ''
      const found = parts.filter(matches)
      done(null, found.length === 0 ? undefined : `${found.join('\n')}\n`)
    },
    flush(done) {
      done(null, matches(rest) ? `${rest}\n` : undefined)
    },
  })
  lines.on('error', (error) => filter.destroy(error))
  filter.on('close', () => lines.destroy())
  return lines.pipe(filter)
}
