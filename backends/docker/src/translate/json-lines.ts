import { StringDecoder } from 'node:string_decoder'

/** Reads the JSON documents of a stream, one a line (or one after another, each on its own line, as Docker sends them). */
export async function* jsonLines<T>(stream: AsyncIterable<unknown>): AsyncGenerator<T> {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  for await (const chunk of stream) {
    rest += Buffer.isBuffer(chunk) ? decoder.write(chunk) : String(chunk)
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.trim() !== '') yield JSON.parse(line) as T
  }
  if (rest.trim() !== '') yield JSON.parse(rest) as T
}
