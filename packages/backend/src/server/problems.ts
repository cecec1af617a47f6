import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { BerthError, toProblem, type FieldError, type Language } from '@berth/contract'
import { expectedType } from './transports.ts'

/** Answers a request with the problem document (RFC 9457) of whatever went wrong, in the asker's language. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = toBerthError(error, request)
  if (known.code === 'internal') request.log.error({ err: error, requestId: request.id }, 'request failed')
  else if (known.status >= 500) request.log.warn({ err: known, requestId: request.id }, known.code)
  if (known.code === 'unauthenticated') void reply.header('www-authenticate', 'Bearer')
  return reply
    .code(known.status)
    .header('x-content-type-options', 'nosniff')
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send({ ...toProblem(known, languageOf(request)), instance: `urn:berth:request:${request.id}` })
}

/** Japanese where it is asked for before English; English for the rest, programs as well. */
function languageOf(request: FastifyRequest): Language {
  const [first = ''] = /\b(?:ja|en)\b/i.exec(request.headers['accept-language'] ?? '') ?? []
  return first.toLowerCase() === 'ja' ? 'ja' : 'en'
}

/** Puts any failure into the catalogue's words; one that nobody foresaw is `internal`, without its details. */
function toBerthError(error: unknown, request: FastifyRequest): BerthError {
  if (error instanceof BerthError) return error
  if (hasZodFastifySchemaValidationErrors(error)) {
    return new BerthError('invalid-input', {}, { fields: error.validation.map(toField) })
  }
  return (
    fromFramework(error, request) ?? new BerthError('internal', { requestId: request.id }, { cause: error })
  )
}

function toField(issue: { instancePath: string; message?: string | undefined }): FieldError {
  const path = issue.instancePath.slice(1).replaceAll('/', '.')
  return { path, code: 'field-invalid', params: { hint: issue.message ?? '' } }
}

function fromFramework(error: unknown, request: FastifyRequest): BerthError | undefined {
  switch ((error as Partial<FastifyError> | undefined)?.code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new BerthError('unsupported-media-type', {
        expected: expectedType(request.routeOptions.config.berth),
      })
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new BerthError('payload-too-large', { max: request.routeOptions.bodyLimit })
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new BerthError('malformed-body')
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new BerthError('not-found')
    default:
      return undefined
  }
}
