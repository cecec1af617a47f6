import { Readable } from 'node:stream'
import { BerthError, toProblem, type Language, type SingularityEvent } from '@berth/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Pool } from 'pg'
import type { Context } from '../../context.ts'
import { backendsOfImage } from '../../images/find-images.ts'
import { singularityBackend } from '../../singularity/singularity-backend.ts'
import type { Wish } from '../../singularity/wish.ts'
import { untilGone } from '../containers/pass-on.ts'
import { languageOf } from '../language.ts'
import type { SingularityParts, WantedImage } from './wanted-image.ts'

/** Begins the file's making unless it goes already, and tells how it goes as NDJSON. */
export function followMaking(
  { pool }: Context,
  { backends, conversions }: SingularityParts,
  image: WantedImage,
  wish: Wish,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
): Readable {
  request.auditTarget(image.target)
  conversions.begin(wish, singularityBackend(backends, image.places))
  const events = conversions.follow(wish, untilGone(reply))
  const language = languageOf(request.headers['accept-language'])
  return Readable.from(
    linesOf(events, async (event) => inLanguage(await judgedAnew(pool, wish, event), language)),
  )
}

/** The finished file is told of to those only who may still have it: sharing may be withdrawn meanwhile. */
async function judgedAnew(
  pool: Pool,
  { reference, account }: Wish,
  event: SingularityEvent,
): Promise<SingularityEvent> {
  if (event.type !== 'done') return event
  try {
    await backendsOfImage(pool, reference, account)
    return event
  } catch (error) {
    if (!(error instanceof BerthError)) throw error
    return { type: 'failed', problem: toProblem(error, 'en') }
  }
}

async function* linesOf(
  events: AsyncIterable<SingularityEvent>,
  told: (event: SingularityEvent) => Promise<SingularityEvent>,
): AsyncGenerator<string> {
  for await (const event of events) yield `${JSON.stringify(await told(event))}\n`
}

function inLanguage(event: SingularityEvent, language: Language): SingularityEvent {
  if (event.type !== 'failed') return event
  const { code, params } = event.problem
  return { type: 'failed', problem: toProblem(new BerthError(code, params), language) }
}
