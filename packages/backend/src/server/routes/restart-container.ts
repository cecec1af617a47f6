import { agentRoutes } from '@berth/contract'
import { verb } from '../verb.ts'

export const restartContainer = verb(agentRoutes.restartContainer, ({ agent, input }) =>
  agent.backend.restartContainer(input.params.id),
)
