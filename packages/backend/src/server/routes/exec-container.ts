import { agentRoutes, BerthError } from '@berth/contract'
import { clientGone } from '../client-gone.ts'
import { verb } from '../verb.ts'

export const execContainer = verb(agentRoutes.execContainer, ({ agent, input, reply }) => {
  const { command, stdin } = input.body
  return within(agent.execDeadline, clientGone(reply), (signal) =>
    agent.backend.execContainer(input.params.id, command, stdin, signal),
  )
})

/** Runs something that is aborted when the client goes or the milliseconds are over, then `deadline-exceeded`. */
async function within<T>(
  milliseconds: number,
  gone: AbortSignal,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = AbortSignal.timeout(milliseconds)
  const signal = AbortSignal.any([gone, deadline])
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new BerthError('deadline-exceeded')), { once: true })
  })
  return Promise.race([run(signal), aborted])
}
