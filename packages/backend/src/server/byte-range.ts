import { BerthError } from '@berth/contract'

/** Bytes of a file, from `start` up to and with `end`. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/**
 * The one range that a request asks for (RFC 9110, 14.1.2), or null where the whole is to be sent: no Range, several, one
 * in another unit or form, or an If-Range that is not this file's ETag. Throws `range-invalid` for one past the end.
 */
export function askedRange(
  headers: { readonly range?: string | undefined; readonly 'if-range'?: string | string[] | undefined },
  etag: string,
  size: number,
): ByteRange | null {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(headers.range ?? '') ?? []
  if (first === undefined || last === undefined || first + last === '') return null
  if (headers['if-range'] !== undefined && headers['if-range'] !== etag) return null
  const end = last === '' || first === '' ? size - 1 : Math.min(Number(last), size - 1)
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  if (first !== '' && last !== '' && Number(last) < start) return null
  if (start >= size) throw new BerthError('range-invalid', { size })
  return { start, end }
}
