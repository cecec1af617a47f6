import type { ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { writeBytes } from './write-bytes.ts'

export interface AnswerHead {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string | number | readonly string[] | undefined>>
}

/**
 * Answers with a body whose pieces nobody else may keep. The end before time of either side is the other's. For long
 * bodies in place of Fastify's `send`, which leaves the memory of every piece to the garbage collector. Never throws.
 */
export async function answerBytes(answer: ServerResponse, head: AnswerHead, body: Readable): Promise<void> {
  try {
    for (const [name, value] of Object.entries(head.headers))
      if (value !== undefined) answer.setHeader(name, value)
    answer.writeHead(head.statusCode)
    await writeBytes(body, answer)
    answer.end()
  } catch {
    body.destroy()
    answer.destroy()
  }
}
