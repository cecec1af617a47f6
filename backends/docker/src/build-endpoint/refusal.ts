import { BerthError } from '@berth/contract'

/** What a build may not do, in a sentence that tells what to do instead. */
export const refusal = (reason: string): BerthError =>
  new BerthError('build-refused', { reason: reason.replace(/\.$/, '') })

/** A user's text inside a sentence: one printable line of at most 120 characters. */
export function quoted(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()
  return `“${line.length > 120 ? `${line.slice(0, 119)}…` : line}”`
}
