import { agentRoutes } from '@berth/contract'
import { clientGone } from '../client-gone.ts'
import { guestPath } from '../guest-path.ts'
import { verb } from '../verb.ts'

export const putArchive = verb(agentRoutes.putArchive, async ({ agent, input, request, reply }) => {
  const path = guestPath(input.query.path)
  try {
    return await agent.backend.putArchive(input.params.id, path, request.raw, clientGone(reply))
  } finally {
    request.raw.resume()
  }
})
