import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits in URL-safe characters; what a cookie or token holds. */
export const randomValue = (): string => randomBytes(32).toString('base64url')

/** What is stored of it. Plain SHA-256 does: 256 random bits cannot be guessed. */
export const hashOf = (value: string): Buffer => createHash('sha256').update(value).digest()
