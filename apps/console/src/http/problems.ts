import { BerthError, consoleRoutes, toProblem, type FieldError, type Language } from '@berth/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { databaseUnavailable } from '../database/database-errors.ts'
import { languageOf } from './language.ts'

/** Bytes of a JSON body. */
export const bodyLimit = 1_048_576
/** Seconds after which a client may ask again while a part is away. */
const retryAfter = 5

/** Answers any failure as a problem document in the reader's language, with the request's ID as `instance`. */
export function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const language = languageOf(request.headers['accept-language'])
  const known = toBerthError(error, request, language)
  request.outcome = known.code
  if (known.status >= 500) request.log.error({ err: error, code: known.code }, known.message)
  if (reply.raw.headersSent) {
    reply.raw.destroy()
    return
  }
  const wait = known.params['seconds'] ?? (known.status === 503 ? retryAfter : undefined)
  if (wait !== undefined) void reply.header('retry-after', String(wait))
  if (known.status === 401) void reply.header('www-authenticate', 'Bearer realm="berth"')
  void reply
    .code(known.status)
    .header('content-language', language)
    // Also where no hook ran, as for a path that cannot be decoded.
    .header('x-request-id', request.id)
    .header('cache-control', 'no-store')
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify({ ...toProblem(known, language), instance: `urn:berth:request:${request.id}` }))
}

/** Whatever was thrown, as an error of the catalogue; what nobody foresaw is `internal`, its message kept to the log. */
function toBerthError(error: unknown, request: FastifyRequest, language: Language): BerthError {
  if (error instanceof BerthError) return error
  if (hasZodFastifySchemaValidationErrors(error)) return invalidInput(error, language)
  return (
    fromFastify(error, request) ??
    databaseUnavailable(error) ??
    new BerthError('internal', { requestId: request.id }, { cause: error })
  )
}

interface InvalidInput {
  readonly validation: readonly { instancePath: string; keyword: string; message?: string; params: object }[]
  readonly validationContext?: string | undefined
}

function invalidInput(error: InvalidInput, language: Language): BerthError {
  // What cannot be an ID or name is nobody's.
  if (error.validationContext === 'params') return new BerthError('not-found')
  const fields = error.validation.map(({ instancePath, keyword, message, params }): FieldError => {
    const path = instancePath.slice(1).replaceAll('/', '.')
    const words = language === 'ja' ? z.locales.ja().localeError : undefined
    const said = words?.({ ...params, code: keyword, path: [], input: undefined } as never)
    const hint = (typeof said === 'string' ? said : said?.message) ?? message ?? ''
    return { path, code: 'field-invalid', params: { hint } }
  })
  return new BerthError('invalid-input', {}, { fields })
}

function fromFastify(error: unknown, request: FastifyRequest): BerthError | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new BerthError('payload-too-large', { max: bodyLimit }, { cause: error })
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return mediaType(request)
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'ECONNRESET':
      return request.raw.complete && error.code === 'ECONNRESET'
        ? null
        : new BerthError('malformed-body', {}, { cause: error })
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_ASYNC_CONSTRAINT':
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new BerthError('not-found', {}, { cause: error })
    default:
      return null
  }
}

/** What a request's route takes, told to a caller who sent something else. */
export function mediaType(request: FastifyRequest): BerthError {
  const expected = request.routeOptions.config.contentType ?? 'application/json'
  return new BerthError('unsupported-media-type', { expected })
}

const patterns = Object.values(consoleRoutes).map(({ method, path }) => ({
  method,
  path: new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`),
}))

/** The methods that a path has: none where there is no such path. */
export function methodsOf(path: string): string[] {
  return [...new Set(patterns.filter((route) => route.path.test(path)).map(({ method }) => method as string))]
}
