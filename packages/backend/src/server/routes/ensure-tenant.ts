import { agentRoutes } from '@berth/contract'
import { verb } from '../verb.ts'

export const ensureTenant = verb(agentRoutes.ensureTenant, ({ agent, input }) =>
  agent.backend.ensureTenant(input.params.account),
)
