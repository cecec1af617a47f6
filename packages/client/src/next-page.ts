/**
 * The query of the next page, from an answer's `Link: <…>; rel="next"` (RFC 8288); undefined on the last page.
 * Give it as the next call's `query`.
 */
export function nextPage(response: {
  readonly headers: { get(name: string): string | null }
}): Record<string, string> | undefined {
  const link = /<([^<>]*)>\s*;[^,<]*\brel="?next"?/i.exec(response.headers.get('link') ?? '')?.[1]
  return link === undefined
    ? undefined
    : Object.fromEntries(new URL(link, 'http://localhost').searchParams.entries())
}
