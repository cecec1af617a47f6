import { agentRoutes } from '@berth/contract'
import { verb } from '../verb.ts'

export const startContainer = verb(agentRoutes.startContainer, ({ agent, input }) =>
  agent.backend.startContainer(input.params.id),
)
