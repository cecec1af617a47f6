import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import { bounded } from './bounded.ts'
import { randomValue } from './random-value.ts'

/** OWASP's Password Storage Cheat Sheet: argon2id (the library's algorithm) with 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
/**
 * Hashing takes a processor for tens of milliseconds and a thread of libuv's pool of four, which files and
 * DNS need too. So few at once: 350 logins together wait some seconds and use 60 MB at most.
 */
const turn = bounded(Math.min(3, availableParallelism()), 2_000)

/** The password's argon2id hash in the PHC string format. */
export const hashPassword = (password: string): Promise<string> => turn(() => hash(password, cost))

/** Whether the password is the hash's. Without a hash it does the same work and says no, so that time tells nothing. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  const against = stored ?? (await nobody())
  const right = await turn(() => verify(against, password))
  return right && stored !== null
}

let nobodys: Promise<string> | undefined
const nobody = () => (nobodys ??= hashPassword(randomValue()))
