import type { Readable } from 'node:stream'
import { answerBytes } from '@berth/contract/node'
import type { FastifyReply } from 'fastify'

/** Answers with a long body, with the status and headers that the reply has been given. */
export function sendBody(reply: FastifyReply, body: Readable): FastifyReply {
  reply.hijack()
  void answerBytes(reply.raw, { statusCode: reply.statusCode, headers: reply.getHeaders() }, body)
  return reply
}
