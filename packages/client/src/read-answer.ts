import { BerthError, problemSchema, type Route } from '@berth/contract'
import { readJsonLines, readServerSentEvents } from './decode-stream.ts'
import { ConnectionError, UnexpectedAnswerError } from './errors.ts'

export interface Reading {
  readonly route: Route
  readonly origin: string
  readonly validate: boolean
  readonly signal: AbortSignal | undefined
}

/** A successful answer in the form that its route declares. Throws ConnectionError, UnexpectedAnswerError. */
export async function readAnswer(response: Response, reading: Reading): Promise<unknown> {
  switch (reading.route.answers) {
    case 'json':
      return parseItem(await wholeText(response, reading), response.status, reading)
    case 'text':
      return wholeText(response, reading)
    case 'ndjson':
    case 'sse':
      return readItems(response, reading)
    case 'bytes':
      return response
    default:
      await response.body?.cancel()
      return undefined
  }
}

/** The error that an answer of 400 and above stands for: the problem document's BerthError. */
export async function readProblem(response: Response, reading: Reading): Promise<Error> {
  const text = await wholeText(response, reading)
  const { data } = problemSchema.safeParse(jsonOf(text))
  if (data === undefined) {
    return new UnexpectedAnswerError(
      response.status,
      `the server answered ${response.status} without a reason`,
    )
  }
  return new BerthError(data.code, data.params, { fields: data.errors ?? [] })
}

/** What a failed connection is told as: the caller's own reason where it was the caller who gave up. */
export function connectionFailure(error: unknown, origin: string, signal: AbortSignal | undefined): unknown {
  return signal?.aborted === true ? signal.reason : new ConnectionError(origin, error)
}

async function wholeText(response: Response, { origin, signal }: Reading): Promise<string> {
  try {
    return await response.text()
  } catch (error) {
    throw connectionFailure(error, origin, signal)
  }
}

async function* readItems(response: Response, reading: Reading): AsyncGenerator<unknown, void, undefined> {
  if (response.body === null) return
  const read = reading.route.answers === 'sse' ? readServerSentEvents : readJsonLines
  const texts = read(response.body)
  try {
    for (;;) {
      const { done, value } = await texts.next().catch((error: unknown) => {
        throw connectionFailure(error, reading.origin, reading.signal)
      })
      if (done === true) return
      yield parseItem(value, response.status, reading)
    }
  } finally {
    await texts.return()
  }
}

function parseItem(text: string, status: number, { route, validate }: Reading): unknown {
  const value = jsonOf(text)
  if (value === undefined) throw new UnexpectedAnswerError(status, `${route.name}: the answer is not JSON`)
  if (!validate || route.response === undefined) return value
  const parsed = route.response.safeParse(value)
  if (parsed.success) return parsed.data
  throw new UnexpectedAnswerError(status, `${route.name}: the answer is not as agreed`, parsed.error)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
