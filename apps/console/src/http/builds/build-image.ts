import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { readJsonLines } from '@berth/client'
import { agentRoutes, BerthError, consoleRoutes, type BuildEvent, type BuildOptions } from '@berth/contract'
import { judgeBuild } from '@berth/lending'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ConnectedBackend } from '../../backends/backends.ts'
import { buildBackend } from '../../builds/build-backend.ts'
import { viewBuild } from '../../builds/build-row.ts'
import { insertBuild } from '../../builds/build-store.ts'
import { openBuildEndpoint } from '../../builds/open-build-endpoint.ts'
import { agentError } from '../../backends/agent-error.ts'
import type { Context } from '../../context.ts'
import type { LendingParts } from '../../lending-parts.ts'
import { passOn, untilGone } from '../containers/pass-on.ts'
import { handle } from '../handle.ts'
import { languageOf } from '../language.ts'

/** Passes the build context on to an agent as it comes in; the build goes on when the asker has gone. */
export function buildImage(app: FastifyInstance, context: Context, parts: LendingParts): void {
  const { pool } = context
  handle(app, context, consoleRoutes.buildImage, async ({ actor, query, request, reply }) => {
    const { account } = actor
    const options = judgeBuild(query, account)
    request.auditTarget({ target: options.tag, owner: account })
    // What is not read would be taken for the next request on this connection.
    if (!request.raw.complete) void reply.header('connection', 'close')
    const backend = await buildBackend(pool, parts.backends, account, query.backend)
    const { name } = backend.row
    const build = await insertBuild(pool, {
      account,
      reference: options.tag,
      backend: name,
      replica: parts.builds.replica,
    })
    const gone = untilGone(reply)
    await parts.builds.start(build, {
      received: received(request),
      run: (signal) =>
        asked(context, backend, { account, options, request, signal: AbortSignal.any([signal, gone]) }),
    })
    return viewBuild({ ...build, state: 'building' }, languageOf(request.headers['accept-language']))
  })
}

async function received({ raw }: FastifyRequest): Promise<void> {
  try {
    await finished(raw, { writable: false, cleanup: true })
  } catch (error) {
    throw new BerthError('upload-incomplete', {}, { cause: error })
  }
}

interface Asked {
  readonly account: string
  readonly options: BuildOptions
  readonly request: FastifyRequest
  readonly signal: AbortSignal
}

/** The agent's lines, from the opening of the account's endpoint to the build's end. */
async function* asked(
  { pool }: Context,
  backend: ConnectedBackend,
  { account, options, request, signal }: Asked,
): AsyncGenerator<BuildEvent> {
  try {
    await openBuildEndpoint(pool, backend, account)
  } catch (error) {
    throw agentError(error, backend.row.name)
  }
  const { 'content-type': type = '', 'content-length': length } = request.headers
  const headers = { 'content-type': type, ...(length === undefined ? {} : { 'content-length': length }) }
  const target = { query: { account, options: JSON.stringify(options) } }
  const { body } = await passOn(backend, agentRoutes.buildImage, target, {
    signal,
    body: request.raw,
    headers,
  })
  const lines = Readable.toWeb(body) as ReadableStream<Uint8Array>
  for await (const line of readJsonLines(lines)) yield JSON.parse(line) as BuildEvent
}
