import { agentRoutes } from '@berth/contract'
import { clientGone } from '../client-gone.ts'
import { sendLines } from '../ndjson.ts'
import { singularityOf } from '../singularity-of.ts'
import { verb } from '../verb.ts'

export const exportSingularity = verb(agentRoutes.exportSingularity, async ({ agent, input, reply }) => {
  const { reference, ...order } = input.body
  const singularity = singularityOf(agent.backend)
  return sendLines(reply, singularity.exportSingularity(reference, order, clientGone(reply)))
})
