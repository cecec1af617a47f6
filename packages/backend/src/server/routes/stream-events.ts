import { agentRoutes } from '@berth/contract'
import { clientGone } from '../client-gone.ts'
import { sendLines } from '../ndjson.ts'
import { verb } from '../verb.ts'

export const streamEvents = verb(agentRoutes.streamEvents, ({ agent, input, reply }) =>
  sendLines(reply, agent.backend.streamEvents(input.query.since, clientGone(reply))),
)
