import { ApiException } from '@kubernetes/client-node'
import { BerthError } from '@berth/contract'

/** Every failure of a call to Kubernetes becomes one of the contract's errors here. */
export function toBerthError(error: unknown): BerthError {
  if (error instanceof BerthError) return error
  const status = statusOf(error)
  const message = messageOf(error)
  if (status === undefined) {
    if (error instanceof Error && error.name === 'AbortError') return new BerthError('cancelled')
    return new BerthError('runtime-unavailable', {}, { cause: error })
  }
  if (status === 404) return new BerthError('not-found')
  if (/exceeded quota|maximum .* usage/i.test(message)) return new BerthError('no-room')
  if (/provided port is already allocated|failed to allocate a nodePort|range is full/i.test(message))
    return new BerthError('port-range-full')
  // An API server that has just started refuses everything until it has read its roles.
  const unauthorised = status === 403 && /is forbidden: User ".*" cannot \w+ resource/.test(message)
  if (unauthorised || status === 429 || status >= 500)
    return new BerthError('runtime-unavailable', {}, { cause: error })
  return new BerthError('runtime-error', { message: sentence(message) }, { cause: error })
}

/** The HTTP status of the API server's answer; undefined where there was none. */
export function statusOf(error: unknown): number | undefined {
  if (error instanceof ApiException) return error.code
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined
}

/** The API server's own message. */
function messageOf(error: unknown): string {
  const body: unknown = error instanceof ApiException ? error.body : undefined
  const status: unknown = typeof body === 'string' ? parsed(body) : body
  if (
    typeof status === 'object' &&
    status !== null &&
    'message' in status &&
    typeof status.message === 'string'
  )
    return status.message
  return error instanceof Error ? error.message : String(error)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return { message: text }
  }
}

/** One printable line of at most 300 characters. */
export function sentence(message: string): string {
  const line = message.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()
  return line.length > 300 ? `${line.slice(0, 299)}…` : line
}
