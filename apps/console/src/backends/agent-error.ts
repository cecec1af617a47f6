import { BerthError } from '@berth/contract'
import { ConnectionError, UnexpectedAnswerError } from '@berth/client'

/** What the failure of a call to an agent is told as: always a BerthError. */
export function agentError(error: unknown, backend: string): BerthError {
  if (error instanceof BerthError) {
    // An agent that refuses the console's token is as good as away, and it is not the asker who is unknown.
    return error.code === 'unauthenticated'
      ? new BerthError('backend-unreachable', { backend }, { cause: error })
      : error
  }
  if (error instanceof ConnectionError)
    return new BerthError('backend-unreachable', { backend }, { cause: error })
  if (error instanceof UnexpectedAnswerError)
    return new BerthError('runtime-error', { message: error.message }, { cause: error })
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return new BerthError('deadline-exceeded', {}, { cause: error })
  return new BerthError('internal', { requestId: '' }, { cause: error })
}
