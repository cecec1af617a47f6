import { agentRoutes, BerthError } from '@berth/contract'
import { verb } from '../verb.ts'

export const deleteStoredImage = verb(agentRoutes.deleteStoredImage, async ({ agent, input }) => {
  const { from, login } = input.body
  const deleting = agent.backend.deleteStoredImage?.(from, login)
  if (deleting === undefined) throw new BerthError('capability-missing')
  return { deleted: await deleting }
})
