import { agentRoutes, type LogLine } from '@berth/contract'
import { clientGone } from '../client-gone.ts'
import { sendLines } from '../ndjson.ts'
import { verb } from '../verb.ts'

export const getContainerLogs = verb(agentRoutes.getContainerLogs, ({ agent, input, reply }) => {
  const { search, ...options } = input.query
  const lines = agent.backend.getContainerLogs(input.params.id, { ...options, signal: clientGone(reply) })
  return sendLines(reply, search ? containing(lines, search) : lines)
})

async function* containing(lines: AsyncIterable<LogLine>, search: string): AsyncGenerator<LogLine> {
  const wanted = search.toLowerCase()
  for await (const line of lines) if (line.text.toLowerCase().includes(wanted)) yield line
}
