import { agentRoutes } from '@berth/contract'
import { clientGone } from '../client-gone.ts'
import { attachment } from '../content-disposition.ts'
import { guestPath } from '../guest-path.ts'
import { sendBody } from '../send-body.ts'
import { mediaTypes } from '../transports.ts'
import { verb } from '../verb.ts'

export const getFiles = verb(agentRoutes.getFiles, async ({ agent, input, reply }) => {
  const path = guestPath(input.query.path)
  const file = await agent.backend.getFiles(input.params.id, path, input.query.format, clientGone(reply))
  if (file.size !== null) void reply.header('content-length', file.size)
  void reply
    .type(file.kind === 'tar' ? mediaTypes.tar : mediaTypes.bytes)
    .header('content-disposition', attachment(file.name))
  return sendBody(reply, file.content)
})
