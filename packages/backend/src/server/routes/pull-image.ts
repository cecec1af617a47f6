import { agentRoutes } from '@berth/contract'
import { clientGone } from '../client-gone.ts'
import { sendLines } from '../ndjson.ts'
import { verb } from '../verb.ts'

export const pullImage = verb(agentRoutes.pullImage, ({ agent, input, reply }) =>
  sendLines(reply, agent.backend.pullImage(input.body.reference, clientGone(reply), input.body)),
)
