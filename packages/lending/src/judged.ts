import type { FieldError } from '@berth/contract'

/** What a rule made of an input: the value in its normal form, or what is wrong with it. */
export type Judged<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: FieldError }

export const accepted = <T>(value: T): Judged<T> => ({ ok: true, value })

export const refused = (
  path: string,
  code: FieldError['code'],
  params: Record<string, string | number> = {},
): { readonly ok: false; readonly error: FieldError } => ({ ok: false, error: { path, code, params } })

/** A user's text as it may be repeated in an error: short, without control characters. */
export function quotable(text: string): string {
  const shown = text.slice(0, 60).toWellFormed().replaceAll(/\p{C}/gu, '\u{FFFD}')
  return text.length > 60 ? `${shown}…` : shown
}
