/**
 * `Content-Disposition` for a download under any file name: an ASCII fallback and the real name
 * (RFC 6266, its parameter coded as RFC 5987 says).
 */
export function attachment(name: string): string {
  const fallback = name.replaceAll(/[^\x20-\x7E]|["\\%]/g, '_')
  const coded = encodeURIComponent(name.toWellFormed()).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${fallback}"; filename*=UTF-8''${coded}`
}
