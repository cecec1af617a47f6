/** A place in a container. */
export interface Place {
  readonly name: string
  readonly path: string
}

/** `NAME:/path`; undefined for a local path, which is what has a slash or a dot before its first colon. */
export function parsePlace(text: string): Place | undefined {
  const match = /^((?:[a-z0-9][a-z0-9._-]*\/)?[a-z0-9-]+):(\/.*)$/s.exec(text)
  return match === null ? undefined : { name: match[1] ?? '', path: match[2] ?? '' }
}
