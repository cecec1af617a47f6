import { StringDecoder } from 'node:string_decoder'

/** Turns the daemon's stream into the client's: base images by the names that the person wrote, not by their IDs. */
export function createBuildLog(names: ReadonlyMap<string, string>): {
  take(chunk: Buffer): string
  end(): string
} {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  const line = (text: string): string =>
    /^\{"stream":"Step \d+\/\d+ : (?:FROM|COPY) /.test(text)
      ? text.replaceAll(/sha256:[0-9a-f]{64}/g, (id) => escaped(names.get(id) ?? id))
      : text
  return {
    take: (chunk) => {
      const lines = (rest + decoder.write(chunk)).split('\n')
      rest = lines.pop() ?? ''
      return lines.map((text) => `${line(text)}\n`).join('')
    },
    end: () => line(rest),
  }
}

const escaped = (text: string): string => JSON.stringify(text).slice(1, -1)
