import { createAccount } from './accounts/create-account.ts'
import { deleteAccount } from './accounts/delete-account.ts'
import { listAccounts } from './accounts/list-accounts.ts'
import { setPassword } from './accounts/set-password.ts'
import { updateAccount } from './accounts/update-account.ts'
import type { Registrar } from './app.ts'
import { listAudit } from './audit/list-audit.ts'
import { createSession } from './session/create-session.ts'
import { deleteSession } from './session/delete-session.ts'
import { getSession } from './session/get-session.ts'
import { createToken } from './tokens/create-token.ts'
import { deleteToken } from './tokens/delete-token.ts'
import { listTokens } from './tokens/list-tokens.ts'

/** The routes about who one is: sessions, tokens, accounts, and the audit log. */
export const identityRoutes: readonly Registrar[] = [
  createAccount,
  createSession,
  createToken,
  deleteAccount,
  deleteSession,
  deleteToken,
  getSession,
  listAccounts,
  listAudit,
  listTokens,
  setPassword,
  updateAccount,
]
