import { agentRoutes } from '@berth/contract'
import { clientGone } from '../client-gone.ts'
import { sendLines } from '../ndjson.ts'
import { singularityOf } from '../singularity-of.ts'
import { verb } from '../verb.ts'

export const exportSingularity = verb(agentRoutes.exportSingularity, async ({ agent, input, reply }) => {
  const { reference, ...options } = input.body
  const singularity = singularityOf(agent.backend)
  return sendLines(reply, singularity.exportSingularity(reference, options, clientGone(reply)))
})
