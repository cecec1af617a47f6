import { agentRoutes } from '@berth/contract'
import { verb } from '../verb.ts'

export const stopContainer = verb(agentRoutes.stopContainer, ({ agent, input }) =>
  agent.backend.stopContainer(input.params.id),
)
