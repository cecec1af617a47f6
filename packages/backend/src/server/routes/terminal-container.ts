import { agentRoutes, BerthError } from '@berth/contract'
import { serveTerminal } from '../terminal-socket.ts'
import { inputOf, type Verb } from '../verb.ts'

export const terminalContainer: Verb = {
  route: agentRoutes.terminalContainer,
  answer: () => Promise.reject(new BerthError('terminal-message-invalid')),
  connect({ backend, terminals }, request, socket) {
    const { params, query } = inputOf(agentRoutes.terminalContainer, request)
    const { session: known, columns, rows } = query
    return serveTerminal(socket, request.log, async () => {
      if (known !== undefined) {
        const session = terminals.find(params.id, known)
        await session.resize(columns, rows)
        return { session, resumed: true }
      }
      const attach = query.attach !== undefined
      const start = () => backend.terminalContainer(params.id, { columns, rows, attach })
      return { session: await terminals.open(params.id, start), resumed: false }
    })
  },
}
