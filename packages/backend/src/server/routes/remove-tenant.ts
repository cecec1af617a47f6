import { agentRoutes } from '@berth/contract'
import { verb } from '../verb.ts'

export const removeTenant = verb(agentRoutes.removeTenant, ({ agent, input }) =>
  agent.backend.removeTenant(input.params.account),
)
