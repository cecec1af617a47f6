import { agentRoutes, BerthError } from '@berth/contract'
import { verb } from '../verb.ts'

export const listUntaggedImages = verb(agentRoutes.listUntaggedImages, ({ agent }) => {
  if (agent.backend.untagged === undefined) throw new BerthError('capability-missing')
  return agent.backend.untagged.listUntaggedImages()
})
