import { once } from 'node:events'
import type { Call } from '../answer.ts'
import { runBuild } from '../run-build.ts'
import { judgeQuery } from '../judge-query.ts'
import { platformOf } from '../build-image.ts'
import { explained } from '../explained.ts'

/** `docker build`: the daemon's stream, or a refusal before it begins. */
export async function build({ parts, request, response, query, signal }: Call): Promise<void> {
  const platform = await platformOf(parts)
  const judged = judgeQuery(query, parts.tenant.account, platform)
  const leave = parts.admission.enter(parts.tenant.account)
  const lines = runBuild(parts, { request: judged, context: request, platform, signal })
  try {
    for await (const text of lines) {
      if (!response.headersSent) response.writeHead(200, { 'content-type': 'application/json' })
      if (!response.write(text)) await Promise.race([once(response, 'drain'), once(response, 'close')])
    }
    response.end()
  } catch (error) {
    if (!response.headersSent) throw error
    const message = explained(error)
    response.end(`${JSON.stringify({ errorDetail: { message }, error: message })}\r\n`)
  } finally {
    leave()
  }
}
