import { agentRoutes } from '@berth/contract'
import { clientGone } from '../client-gone.ts'
import { guestPath } from '../guest-path.ts'
import { incomingFiles } from '../multipart.ts'
import { verb } from '../verb.ts'

export const uploadFiles = verb(agentRoutes.uploadFiles, async ({ agent, input, request, reply }) => {
  const path = guestPath(input.query.path)
  const files = incomingFiles(request.raw, agent.spoolFolder)
  try {
    return await agent.backend.uploadFiles(input.params.id, path, files, clientGone(reply))
  } finally {
    await files.return(undefined)
    request.raw.resume()
  }
})
