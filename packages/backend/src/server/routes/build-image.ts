import { Readable } from 'node:stream'
import { agentRoutes, BerthError, buildOptionsSchema, type BuildOptions } from '@berth/contract'
import { buildContext } from '../build-context.ts'
import { buildsOf } from '../builds-of.ts'
import { clientGone } from '../client-gone.ts'
import { sendLines } from '../ndjson.ts'
import { verb } from '../verb.ts'

export const buildImage = verb(agentRoutes.buildImage, async ({ agent, input, request, reply }) => {
  const options = parseOptions(input.query.options)
  const builds = buildsOf(agent.backend)
  const signal = clientGone(reply)
  const context = Readable.from(
    buildContext(request.raw, agent, { dockerfile: options.dockerfile, signal }),
    { objectMode: false },
  )
  return sendLines(reply, builds.buildImage(input.query.account, options, context, signal))
})

/** The body is the context, so what is said about the build stands in the query. */
function parseOptions(text: string): BuildOptions {
  const invalid = new BerthError(
    'invalid-input',
    {},
    { fields: [{ path: 'options', code: 'invalid-input' }] },
  )
  try {
    const parsed = buildOptionsSchema.safeParse(JSON.parse(text))
    if (!parsed.success) throw invalid
    return parsed.data
  } catch {
    throw invalid
  }
}
