import { agentRoutes } from '@berth/contract'
import { runnersOf } from '../runners-of.ts'
import { verb } from '../verb.ts'

export const listRunners = verb(agentRoutes.listRunners, ({ agent }) =>
  runnersOf(agent.backend).listRunners(),
)
