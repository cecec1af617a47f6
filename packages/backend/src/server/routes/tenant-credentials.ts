import { agentRoutes } from '@berth/contract'
import { verb } from '../verb.ts'

export const tenantCredentials = verb(agentRoutes.tenantCredentials, ({ agent, input }) =>
  agent.backend.tenantCredentials(input.params.account, input.body),
)
