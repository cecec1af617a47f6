import { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyReply } from 'fastify'

/** How long the answer's head waits for the first line, in milliseconds: a stream may stay silent for hours. */
const firstLineWait = 500

/**
 * Answers with one JSON value a line, no faster than the caller reads. A failure before the first line is
 * thrown, to be told as a problem; a later one breaks the connection off, so that it cannot pass for the end.
 */
export async function sendLines(reply: FastifyReply, values: AsyncIterable<unknown>): Promise<FastifyReply> {
  const iterator = values[Symbol.asyncIterator]()
  const first = iterator.next()
  const waited = new AbortController()
  try {
    await Promise.race([first, wait(firstLineWait, undefined, { signal: waited.signal })])
  } finally {
    waited.abort()
  }
  return reply
    .header('content-type', 'application/x-ndjson')
    .header('cache-control', 'no-store')
    .header('x-accel-buffering', 'no')
    .send(Readable.from(lines(iterator, first), { objectMode: false }))
}

async function* lines(
  iterator: AsyncIterator<unknown>,
  first: Promise<IteratorResult<unknown>>,
): AsyncGenerator<string> {
  try {
    for (let item = await first; !item.done; item = await iterator.next()) {
      yield `${JSON.stringify(item.value)}\n`
    }
  } finally {
    await iterator.return?.()
  }
}
