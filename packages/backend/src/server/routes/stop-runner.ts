import { agentRoutes } from '@berth/contract'
import { runnersOf } from '../runners-of.ts'
import { verb } from '../verb.ts'

export const stopRunner = verb(agentRoutes.stopRunner, ({ agent, input }) =>
  runnersOf(agent.backend).stopRunner(input.params.account),
)
