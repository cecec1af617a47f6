import { agentRoutes } from '@berth/contract'
import { verb } from '../verb.ts'

export const removeImage = verb(agentRoutes.removeImage, ({ agent, input }) =>
  agent.backend.removeImage(input.query.reference),
)
