import { Readable } from 'node:stream'
import { BerthError, toProblem, type Language, type SingularityEvent } from '@berth/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { singularityBackend } from '../../singularity/singularity-backend.ts'
import type { Wish } from '../../singularity/wish.ts'
import { untilGone } from '../containers/pass-on.ts'
import { languageOf } from '../language.ts'
import type { SingularityParts, WantedImage } from './wanted-image.ts'

/** Begins the file's making unless it goes already, and tells how it goes as NDJSON. */
export function followMaking(
  { backends, conversions }: SingularityParts,
  image: WantedImage,
  wish: Wish,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
): Readable {
  request.auditTarget(image.target)
  conversions.begin(wish, singularityBackend(backends, image.backends))
  const events = conversions.follow(wish, untilGone(reply))
  return Readable.from(linesOf(events, languageOf(request.headers['accept-language'])))
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
