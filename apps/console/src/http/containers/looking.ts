import type { FastifyRequest } from 'fastify'
import type { Context } from '../../context.ts'
import type { Looking } from '../../containers/container-view.ts'
import { languageOf } from '../language.ts'

/** In which words a request is answered, and by which host name its asker reaches host ports. */
export function lookingOf(context: Context, request: FastifyRequest): Omit<Looking, 'place'> {
  const { url } = context.settings
  return {
    language: languageOf(request.headers['accept-language']),
    host: url === undefined ? request.hostname : new URL(url).hostname,
  }
}
