import { agentRoutes, consoleRoutes } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import type { LendingParts } from '../../lending-parts.ts'
import { handle } from '../handle.ts'
import { enterContainer } from './own-container.ts'
import { passOn, untilGone } from './pass-on.ts'

/** What a browser needs to save a file; never its type: what a container holds is not shown as the console's own. */
const kept = ['content-length', 'content-disposition'] as const

export function getFiles(app: FastifyInstance, context: Context, parts: LendingParts): void {
  handle(app, context, consoleRoutes.getFiles, async (input) => {
    const needs = { capability: 'files', running: false } as const
    const { row, backend } = await enterContainer(context, parts, input, needs)
    const target = { params: { id: row.id }, query: input.query }
    const signal = untilGone(input.reply)
    const { headers, body } = await passOn(backend, agentRoutes.getFiles, target, { signal })
    for (const name of kept) if (headers[name] !== undefined) void input.reply.header(name, headers[name])
    if (headers['content-type'] === 'application/x-tar') void input.reply.type('application/x-tar')
    return body
  })
}
