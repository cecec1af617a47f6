import { createHash, timingSafeEqual } from 'node:crypto'
import { BerthError } from '@berth/contract'

/** 128 bits written in base64 are 22 characters: less can be guessed. */
const minTokenLength = 22

/**
 * Gives a check of an `Authorization` header against the one token, in a time that does not depend on
 * where they differ. The check throws `unauthenticated`; a token that can be guessed is refused at once.
 */
export function bearerCheck(token: string): (header: string | undefined) => void {
  if (token.length < minTokenLength) {
    throw new Error(`An agent's token needs at least ${minTokenLength} characters`)
  }
  const expected = digest(token)
  return (header) => {
    const given = /^Bearer +(\S+)$/i.exec(header ?? '')?.[1] ?? ''
    if (!timingSafeEqual(digest(given), expected)) throw new BerthError('unauthenticated')
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
