import { agentRoutes } from '@berth/contract'
import { verb } from '../verb.ts'

export const revokeTenantCredentials = verb(agentRoutes.revokeTenantCredentials, ({ agent, input }) =>
  agent.backend.revokeTenantCredentials(input.params.account),
)
