import { randomBytes } from 'node:crypto'

/** Short enough to be read over the phone, 80 random bits. A caller's own is not taken: it could forge the log. */
export const newRequestId = (): string => randomBytes(10).toString('hex')
