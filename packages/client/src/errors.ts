/** The server could not be reached, or the connection broke before the answer's end. `origin`: where to. */
export class ConnectionError extends Error {
  readonly origin: string
  constructor(origin: string, cause: unknown) {
    super(`cannot reach ${origin}: ${reasonOf(cause)}`, { cause })
    this.name = 'ConnectionError'
    this.origin = origin
  }
}

/** Whoever answered does not speak the contract: another server, a proxy's error page, another version. */
export class UnexpectedAnswerError extends Error {
  readonly status: number
  constructor(status: number, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'UnexpectedAnswerError'
    this.status = status
  }
}

/** `fetch` hides why it failed in `cause`; several addresses tried are an AggregateError without a message. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.cause !== undefined) return reasonOf(error.cause)
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0])
  return error.message
}
