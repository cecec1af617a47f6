import { json } from 'node:stream/consumers'
import { uploadResult, type Route, type UploadResult } from '@berth/contract'
import type { Actor } from '@berth/lending'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../../context.ts'
import type { LendingParts } from '../../lending-parts.ts'
import { enterContainer } from './own-container.ts'
import { passOn, untilGone } from './pass-on.ts'

interface Upload {
  readonly params: { readonly id: string }
  readonly query: { readonly path: string }
  readonly actor: Actor
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** Passes an upload's body on as it is: the agent reads it, and this process holds none of it. */
export async function receiveFiles(
  context: Context,
  parts: LendingParts,
  route: Route,
  input: Upload,
): Promise<UploadResult> {
  const needs = { capability: 'files', running: false } as const
  const { row, backend } = await enterContainer(context, parts, input, needs)
  const { 'content-type': type = '', 'content-length': length } = input.request.headers
  const headers = { 'content-type': type, ...(length === undefined ? {} : { 'content-length': length }) }
  const target = { params: { id: row.id }, query: input.query }
  const body = input.request.raw
  try {
    const answer = await passOn(backend, route, target, { signal: untilGone(input.reply), body, headers })
    return uploadResult.parse(await json(answer.body))
  } catch (error) {
    // What was not read would be taken for the next request on this connection.
    if (!body.complete) void input.reply.header('connection', 'close')
    throw error
  }
}
