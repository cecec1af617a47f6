import { agentRoutes } from '@berth/contract'
import { verb } from '../verb.ts'

export const createContainer = verb(agentRoutes.createContainer, ({ agent, input }) =>
  agent.backend.createContainer(input.body),
)
