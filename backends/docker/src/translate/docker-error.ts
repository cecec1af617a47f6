import { BerthError } from '@berth/contract'
import { registryOf } from './image-reference.ts'

/** What was being done, for the words of the error. */
export interface ErrorContext {
  readonly image?: string | undefined
  readonly command?: string | undefined
  readonly starting?: boolean
}

const connectionCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EACCES',
  'EPERM',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNABORTED',
])

/** Docker's sentences, in the order in which they are looked for. From moby 20.10–28, runc and Podman 4. */
const sentences: readonly (readonly [RegExp, (context: ErrorContext) => BerthError])[] = [
  // The kernel's count of keys (host/key-quota.ts), not the disk's.
  [/unable to create session key/i, () => new BerthError('no-room')],
  // A daemon that is going: its networks' store is closed, and what it could not take back is in the way until it returns.
  [
    /store for object type|endpoint with name .+ already exists in network/i,
    () => new BerthError('runtime-unavailable'),
  ],
  [/no space left on device|disk quota exceeded/i, () => new BerthError('disk-full')],
  [
    /all ports are allocated|port is already allocated|address already in use|failed to allocate (a )?port/i,
    () => new BerthError('port-range-full'),
  ],
  [
    /no such image|unable to find a name and tag match|image not known|failed to find image|no image with reference/i,
    ({ image }) => new BerthError('image-absent', { image: image ?? '' }),
  ],
  [
    /executable file[^:]* not found|exec: "[^"]*": (stat|no such file|permission denied|is a directory)|exec format error|exec [^ ]+: no such file|no command specified/i,
    ({ command }) => new BerthError('command-not-found', { command: command ?? '' }),
  ],
  [
    /container [^ ]+ is not running|container is paused|can only (create|exec)|container state improper/i,
    () => new BerthError('container-not-running'),
  ],
  [/no such container|no container with (name|id)/i, () => new BerthError('not-found')],
  [
    /could not select device driver|cannot allocate memory|no available IPv4 addresses/i,
    () => new BerthError('no-room'),
  ],
]

/** Every failure of a call to Docker becomes one of the contract's errors here. */
export function toBerthError(error: unknown, context: ErrorContext = {}): BerthError {
  if (error instanceof BerthError) return error
  const message = messageOf(error)
  const status = statusOf(error)
  if (status === undefined) {
    return isAbort(error)
      ? new BerthError('cancelled', {}, { cause: error })
      : isConnectionLoss(error)
        ? new BerthError('runtime-unavailable', {}, { cause: error })
        : new BerthError('runtime-error', { message: sentence(message) }, { cause: error })
  }
  const known = sentences.find(([pattern]) => pattern.test(message))
  if (known !== undefined) return known[1](context)
  return new BerthError(
    context.starting === true ? 'start-failed' : 'runtime-error',
    { message: sentence(message) },
    { cause: error },
  )
}

/** Docker's words on a pull that failed: before its stream (an HTTP status) or in it. */
export function toPullError(error: unknown, reference: string): BerthError {
  if (error instanceof BerthError) return error
  if (isAbort(error)) return new BerthError('cancelled', {}, { cause: error })
  if (statusOf(error) === undefined && isConnectionLoss(error)) return toBerthError(error)
  const message = messageOf(error)
  if (/no space left on device|disk quota/i.test(message)) return new BerthError('disk-full')
  if (
    /lookup |dial tcp|i\/o timeout|timeout|connection (refused|reset)|no such host|no route to host|EOF|TLS handshake|x509|Client\.Timeout|server gave HTTP response|bad gateway|service unavailable|pinging container registry/i.test(
      message,
    )
  )
    return new BerthError('registry-unreachable', { registry: registryOf(reference) }, { cause: error })
  if (
    /not found|denied|unauthorized|manifest unknown|does not exist|authentication required|name unknown|no basic auth/i.test(
      message,
    )
  )
    return new BerthError('image-not-found', { image: reference }, { cause: error })
  return new BerthError('pull-failed', { message: sentence(message) }, { cause: error })
}

/** The HTTP status of Docker's answer; undefined where there was none. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined
}

/** Docker's own message without dockerode's `(HTTP code …)` in front. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const json: unknown = 'json' in error ? error.json : undefined
  if (typeof json === 'object' && json !== null && 'message' in json && typeof json.message === 'string')
    return json.message
  return error.message.replace(/^\(HTTP code \d+\) [^-]*- /, '').trim()
}

const isAbort = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'AbortError' || ('code' in error && error.code === 'ABORT_ERR'))

function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error.name === 'TimeoutError') return true
  return (
    ('code' in error && typeof error.code === 'string' && connectionCodes.has(error.code)) ||
    /socket hang up|premature close|aborted/i.test(error.message)
  )
}

/** One printable line of at most 300 characters. */
export function sentence(message: string): string {
  const line = message.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()
  return line.length > 300 ? `${line.slice(0, 299)}…` : line
}
