import { agentRoutes } from '@berth/contract'
import { verb } from '../verb.ts'

export const listImages = verb(agentRoutes.listImages, ({ agent, input }) =>
  agent.backend.listImages({ ownSizes: input.query.ownSizes ?? false }),
)
