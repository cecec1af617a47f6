import { agentRoutes } from '@berth/contract'
import { verb } from '../verb.ts'

export const listImages = verb(agentRoutes.listImages, ({ agent, input }) =>
  agent.backend.listImages({ layers: input.query.layers ?? false }),
)
