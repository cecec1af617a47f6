import { Readable } from 'node:stream'
import { BerthError, consoleRoutes, toProblem, type Language, type SingularityEvent } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { singularityBackend } from '../../singularity/singularity-backend.ts'
import { untilGone } from '../containers/pass-on.ts'
import { handle } from '../handle.ts'
import { languageOf } from '../language.ts'
import { usableImage, wishOf, type SingularityParts } from './usable-image.ts'

export function exportSingularity(
  app: FastifyInstance,
  context: Context,
  { backends, conversions }: SingularityParts,
): void {
  handle(app, context, consoleRoutes.exportSingularity, async (input) => {
    const image = await usableImage(context, input)
    input.request.auditTarget({ target: `${image.name} ${image.id}`, owner: image.owner })
    const wish = wishOf(image, input.actor, input.body.compression)
    conversions.begin(wish, singularityBackend(backends, image.backends))
    const events = conversions.follow(wish, untilGone(input.reply))
    return Readable.from(linesOf(events, languageOf(input.request.headers['accept-language'])))
  })
}

/** As NDJSON, a problem in the reader's language. */
async function* linesOf(events: AsyncIterable<SingularityEvent>, language: Language): AsyncGenerator<string> {
  for await (const event of events) yield `${JSON.stringify(inLanguage(event, language))}\n`
}

function inLanguage(event: SingularityEvent, language: Language): SingularityEvent {
  if (event.type !== 'failed') return event
  const { code, params } = event.problem
  return { type: 'failed', problem: toProblem(new BerthError(code, params), language) }
}
