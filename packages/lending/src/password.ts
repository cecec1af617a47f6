import { BerthError } from '@berth/contract'

/** NIST SP 800-63B-4, 3.1.1.2: at least 8 where length is the only rule, at least 64 accepted. */
export const passwordLength = { min: 8, max: 256 } as const

/** Passes a new local password, or throws `password-invalid`. Counted in characters, as people do. */
export function judgePassword(password: string): string {
  const { min, max } = passwordLength
  const length = Array.from(password).length
  if (length < min || length > max || password.trim() === '' || password.includes('\0')) {
    throw new BerthError('password-invalid', { min, max })
  }
  return password
}
