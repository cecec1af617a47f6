import { agentRoutes } from '@berth/contract'
import { clientGone } from '../client-gone.ts'
import { sendLines } from '../ndjson.ts'
import { verb } from '../verb.ts'

export const getContainerStats = verb(agentRoutes.getContainerStats, ({ agent, input, reply }) =>
  sendLines(
    reply,
    agent.backend.getContainerStats(input.params.id, { ...input.query, signal: clientGone(reply) }),
  ),
)
