import { agentRoutes } from '@berth/contract'
import { verb } from '../verb.ts'

export const removeContainer = verb(agentRoutes.removeContainer, ({ agent, input }) =>
  agent.backend.removeContainer(input.params.id),
)
