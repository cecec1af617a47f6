import { agentRoutes, BerthError } from '@berth/contract'
import { verb } from '../verb.ts'

export const removeUntaggedImage = verb(agentRoutes.removeUntaggedImage, ({ agent, input }) => {
  if (agent.backend.untagged === undefined) throw new BerthError('capability-missing')
  return agent.backend.untagged.removeUntaggedImage(input.query.id)
})
