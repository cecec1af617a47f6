import { agentRoutes } from '@berth/contract'
import { verb } from '../verb.ts'

export const inspectContainer = verb(agentRoutes.inspectContainer, ({ agent, input }) =>
  agent.backend.inspectContainer(input.params.id),
)
