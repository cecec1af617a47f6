import type { CleanUpRules } from '@berth/contract'

const gibibyte = 2 ** 30

/** As the form's fields hold them: '' where a rule is not in force. */
export interface CleanUpFields {
  readonly unusedDays: number | string
  readonly accountGibibytes: number | string
  readonly untagged: boolean
  readonly graceDays: number | string
}

export const fieldsOf = ({ unusedDays, accountBytes, ...rest }: CleanUpRules): CleanUpFields => ({
  unusedDays: unusedDays ?? '',
  accountGibibytes: accountBytes === null ? '' : Math.round((accountBytes / gibibyte) * 1_000) / 1_000,
  ...rest,
})

/** Null while what is written is no number. */
export function rulesOf({
  unusedDays,
  accountGibibytes,
  untagged,
  graceDays,
}: CleanUpFields): CleanUpRules | null {
  if (typeof graceDays !== 'number') return null
  return {
    unusedDays: typeof unusedDays === 'number' ? unusedDays : null,
    accountBytes: typeof accountGibibytes === 'number' ? Math.round(accountGibibytes * gibibyte) : null,
    untagged,
    graceDays,
  }
}
