import { agentRoutes } from '@berth/contract'
import { guestPath } from '../guest-path.ts'
import { verb } from '../verb.ts'

export const listFiles = verb(agentRoutes.listFiles, ({ agent, input }) => {
  const { path } = input.query
  return agent.backend.listFiles(input.params.id, path === undefined ? undefined : guestPath(path))
})
