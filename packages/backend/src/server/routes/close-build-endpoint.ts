import { agentRoutes } from '@berth/contract'
import { buildsOf } from '../builds-of.ts'
import { verb } from '../verb.ts'

export const closeBuildEndpoint = verb(agentRoutes.closeBuildEndpoint, ({ agent, input }) =>
  buildsOf(agent.backend).closeBuildEndpoint(input.params.account),
)
