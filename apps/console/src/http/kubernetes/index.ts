import type { LendingParts } from '../../lending-parts.ts'
import type { Registrar } from '../app.ts'
import { revokeTenantCredentials } from './revoke-tenant-credentials.ts'
import { tenantCredentials } from './tenant-credentials.ts'

export const kubernetesRoutes =
  (parts: LendingParts): Registrar =>
  (app, context) => {
    for (const register of [revokeTenantCredentials, tenantCredentials]) register(app, context, parts)
  }
