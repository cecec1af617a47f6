import { agentRoutes, BerthError } from '@berth/contract'
import { clientGone } from '../client-gone.ts'
import { sendLines } from '../ndjson.ts'
import { verb } from '../verb.ts'

export const pushImage = verb(agentRoutes.pushImage, ({ agent, input, reply }) => {
  const { reference, to, login } = input.body
  const pushing = agent.backend.pushImage?.(reference, to, login, clientGone(reply))
  if (pushing === undefined) throw new BerthError('capability-missing')
  return sendLines(reply, pushing)
})
