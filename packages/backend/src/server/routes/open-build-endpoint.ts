import { agentRoutes } from '@berth/contract'
import { buildsOf } from '../builds-of.ts'
import { verb } from '../verb.ts'

export const openBuildEndpoint = verb(agentRoutes.openBuildEndpoint, ({ agent, input }) =>
  buildsOf(agent.backend).openBuildEndpoint(input.params.account, input.body),
)
