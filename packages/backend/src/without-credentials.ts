import { BerthError } from '@berth/contract'
import type { Backend } from './port.ts'

const refuse = () => Promise.reject(new BerthError('capability-missing'))

/** The verbs of a backend whose runtime has no accounts of its own, so no credentials to hand out. */
export const withoutCredentials: Pick<Backend, 'tenantCredentials' | 'revokeTenantCredentials'> = {
  tenantCredentials: refuse,
  revokeTenantCredentials: refuse,
}
