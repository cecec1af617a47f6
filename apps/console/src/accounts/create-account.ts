import { BerthError, type Account, type FieldError, type Role } from '@berth/contract'
import { judgeAccountName, judgePassword } from '@berth/lending'
import type { Context } from '../context.ts'
import { isUniqueViolation } from '../database/database-errors.ts'
import { accounts } from '../database/schema.ts'
import { viewAccount } from './account-view.ts'
import { makePassword } from './ensure-administrator.ts'
import { hashPassword } from './passwords.ts'

interface Wanted {
  readonly name: string
  readonly displayName?: string | undefined
  readonly role: Role
  readonly password?: string | undefined
}

/** Makes a local account; with a password made up, and answered, where none is given. Throws `invalid-input`, `account-exists`. */
export async function createAccount(
  context: Pick<Context, 'database'>,
  wanted: Wanted,
): Promise<Account & { password?: string }> {
  const { name, password } = judge(wanted)
  const passwordHash = await hashPassword(password)
  const { role, displayName = '' } = wanted
  try {
    const [row] = await context.database
      .insert(accounts)
      .values({ name, displayName: displayName.trim() || name, role, source: 'local', passwordHash })
      .returning()
    if (row === undefined) throw new Error('nothing was inserted')
    const { createdAt, lastLoginAt, source, disabled } = row
    const view = viewAccount({
      name,
      displayName: row.displayName,
      role,
      source,
      disabled,
      createdAt,
      lastLoginAt,
      containers: 0,
    })
    return wanted.password === undefined ? { ...view, password } : view
  } catch (error) {
    if (isUniqueViolation(error)) throw new BerthError('account-exists', { account: name })
    throw error
  }
}

/** Everything that is wrong, at once. */
function judge({ name, password }: Wanted): { name: string; password: string } {
  const fields: FieldError[] = []
  const check = (path: string, rule: () => string): string => {
    try {
      return rule()
    } catch (error) {
      if (!(error instanceof BerthError)) throw error
      fields.push({ path, code: error.code, params: { ...error.params } })
      return ''
    }
  }
  const judged = {
    name: check('name', () => judgeAccountName(name)),
    password: password === undefined ? makePassword() : check('password', () => judgePassword(password)),
  }
  if (fields.length > 0) throw new BerthError('invalid-input', {}, { fields })
  return judged
}
