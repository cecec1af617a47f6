import { requestErrors } from './request-errors.ts'
import { identityErrors } from './identity-errors.ts'
import { accountErrors } from './account-errors.ts'
import { containerErrors } from './container-errors.ts'
import { runnerErrors } from './runner-errors.ts'
import { registryErrors } from './registry-errors.ts'
import { reasonErrors } from './reason-errors.ts'
import { sessionErrors } from './session-errors.ts'
import { backendErrors } from './backend-errors.ts'
import { internalErrors } from './internal-errors.ts'

/** Every error that Berth tells anyone, as the answer to a request or as the reason of a container's state. */
export const catalogue = {
  ...requestErrors,
  ...identityErrors,
  ...accountErrors,
  ...containerErrors,
  ...runnerErrors,
  ...registryErrors,
  ...reasonErrors,
  ...sessionErrors,
  ...backendErrors,
  ...internalErrors,
} as const

export type ErrorCode = keyof typeof catalogue
export const errorCodes = Object.keys(catalogue) as [ErrorCode, ...ErrorCode[]]
