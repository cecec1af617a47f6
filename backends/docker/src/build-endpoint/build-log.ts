import { StringDecoder } from 'node:string_decoder'

/** A build's stream as it passes by. */
export interface BuildLog {
  take(chunk: Buffer): string
  end(): string
  /** The ID of what was built; undefined while it is not, or where it failed. */
  image(): string | undefined
  /** A step ended by the kernel's or somebody's SIGKILL. */
  killed(): boolean
}

interface LastLine {
  readonly stream?: string
  readonly error?: string
  readonly errorDetail?: { readonly code?: number }
  readonly aux?: { readonly ID?: string }
}

/**
 * Turns the daemon's stream into the client's: base images by the names that the person wrote, not by their IDs.
 * `quiet`: the daemon says nothing but the image's ID.
 */
export function createBuildLog(names: ReadonlyMap<string, string>, quiet = false): BuildLog {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  let image: string | undefined
  let failed = false
  let killed = false
  const line = (text: string): string => {
    if (/^\{"(?:aux|error|errorDetail)":/.test(text) || quiet) {
      const { aux, error, errorDetail, stream } = parsed(text)
      if (error !== undefined) failed = true
      if (errorDetail?.code === 137) killed = true
      // What a step itself writes stands in `stream` too, which only a quiet build has not.
      image =
        aux?.ID ?? (quiet ? /^sha256:[0-9a-f]{64}$/.exec(stream?.trim() ?? '')?.[0] : undefined) ?? image
    }
    return /^\{"stream":"Step \d+\/\d+ : (?:FROM|COPY) /.test(text)
      ? text.replaceAll(/sha256:[0-9a-f]{64}/g, (id) => escaped(names.get(id) ?? id))
      : text
  }
  return {
    take: (chunk) => {
      const lines = (rest + decoder.write(chunk)).split('\n')
      rest = lines.pop() ?? ''
      return lines.map((text) => `${line(text)}\n`).join('')
    },
    end: () => line(rest),
    image: () => (failed ? undefined : image),
    killed: () => killed,
  }
}

function parsed(text: string): LastLine {
  try {
    return JSON.parse(text) as LastLine
  } catch {
    return {}
  }
}

const escaped = (text: string): string => JSON.stringify(text).slice(1, -1)
