import { terminalClose, toProblem, type BerthError, type Language } from '@berth/contract'
import type { WebSocket as UserSocket } from '@fastify/websocket'
import type { WebSocket as AgentSocket } from 'ws'

/** Bytes that may wait for one side before the other is held back. */
const mostWaiting = 262_144

/**
 * Passes messages between a user's and an agent's WebSocket as they are. Whichever ends, ends the other; an agent that
 * is lost is told as `lost`, with a code after which the terminal may be taken up again.
 */
export function bridge(user: UserSocket, agent: AgentSocket, lost: BerthError, language: Language): void {
  pass(user, agent)
  pass(agent, user)
  user.on('error', () => user.terminate())
  user.once('close', (code) => agent.close(sendable(code) ? code : terminalClose.goingAway))
  agent.once('close', (code, reason) => {
    if (sendable(code)) {
      user.close(code, reason)
      return
    }
    user.send(JSON.stringify({ type: 'error', problem: toProblem(lost, language) }), () => undefined)
    user.close(terminalClose.goingAway)
  })
  if (user.readyState === user.OPEN) agent.resume()
  else agent.close(terminalClose.goingAway)
}

type Socket = UserSocket | AgentSocket

function pass(from: Socket, to: Socket): void {
  from.on('message', (data, isBinary) => {
    if (to.readyState !== to.OPEN) return
    to.send(data as Buffer, { binary: isBinary }, () => {
      if (from.isPaused && to.bufferedAmount < mostWaiting) from.resume()
    })
    if (to.bufferedAmount > mostWaiting) from.pause()
  })
}

/** 1005 and 1006 say that there was no code: https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1 */
const sendable = (code: number) =>
  (code >= 1000 && code <= 1014 && code !== 1004 && code !== 1005 && code !== 1006) || code >= 3000
