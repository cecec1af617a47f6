import { agentRoutes } from '@berth/contract'
import { runnersOf } from '../runners-of.ts'
import { verb } from '../verb.ts'

export const startRunner = verb(agentRoutes.startRunner, ({ agent, input }) =>
  runnersOf(agent.backend).startRunner(input.params.account, input.body),
)
