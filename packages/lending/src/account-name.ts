import { BerthError, accountPattern } from '@berth/contract'

/**
 * An account's name as somebody typed it, in the one form that is stored and compared: compatibility forms
 * (full-width letters of a Japanese keyboard) folded, lower case as LDAP compares uids, trimmed.
 */
export function normalizeAccountName(typed: string): string {
  return typed.normalize('NFKC').trim().toLowerCase()
}

/** The normalised name, or `account-invalid`. */
export function judgeAccountName(typed: string): string {
  const name = normalizeAccountName(typed)
  if (!accountPattern.test(name)) throw new BerthError('account-invalid')
  return name
}
