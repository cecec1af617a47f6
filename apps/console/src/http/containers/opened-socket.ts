import { BerthError, problemSchema } from '@berth/contract'
import type { WebSocket } from 'ws'

/**
 * Waits until an agent's WebSocket is open and holds back what it sends until it is resumed. Throws the problem that
 * the agent answered instead, or `backend-unreachable`.
 */
export function opened(socket: WebSocket, backend: string): Promise<WebSocket> {
  const unreachable = (cause: unknown) => new BerthError('backend-unreachable', { backend }, { cause })
  return new Promise((resolve, reject) => {
    socket.once('open', () => {
      socket.pause()
      resolve(socket)
    })
    // Stays for the socket's life: its end is told by `close`.
    socket.on('error', (error) => reject(unreachable(error)))
    socket.once('unexpected-response', (_request, response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (text += chunk.slice(0, 65_536 - text.length)))
      response.once('error', (error) => reject(unreachable(error)))
      response.once('end', () => {
        const problem = problemSchema.safeParse(parse(text))
        reject(
          problem.success && problem.data.code !== 'unauthenticated'
            ? new BerthError(problem.data.code, problem.data.params)
            : unreachable(new Error(`the agent answered ${response.statusCode ?? 0}`)),
        )
      })
    })
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
