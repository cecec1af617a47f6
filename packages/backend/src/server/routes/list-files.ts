import { agentRoutes } from '@berth/contract'
import { guestPath } from '../guest-path.ts'
import { verb } from '../verb.ts'

export const listFiles = verb(agentRoutes.listFiles, ({ agent, input }) =>
  agent.backend.listFiles(input.params.id, guestPath(input.query.path)),
)
