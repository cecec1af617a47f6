import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import type { FastifySchema } from 'fastify'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { problemSchema, type Route } from '@berth/contract'
import { acceptedBy, mediaTypes } from './transports.ts'

/** Bodies that stream past the validation, as the document describes them. */
const streamed = {
  multipart: {
    type: 'object',
    description:
      'Files, with relative folders in their names. A field `size` before a file gives its size in bytes and spares spooling it.',
    additionalProperties: { type: 'array', items: { type: 'string', contentMediaType: mediaTypes.bytes } },
  },
  tar: { type: 'string', contentMediaType: mediaTypes.tar },
} as const

/** The schema that validates a route's input and describes it in the OpenAPI document. */
export function routeSchema(route: Route): FastifySchema {
  const type = mediaTypes[route.answers]
  const answer = route.response ?? (route.answers === 'empty' ? z.null() : z.string())
  return {
    operationId: route.name,
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    security: [{ console: [] }],
    ...(route.params ? { params: route.params } : {}),
    ...(route.query ? { querystring: route.query } : {}),
    ...(route.body ? { body: route.body } : {}),
    response: {
      [route.status]: type
        ? { description: route.summary, content: { [type]: { schema: answer } } }
        : answer.describe(route.summary),
      default: {
        description: ['A problem (RFC 9457)', ...route.errors].join(', '),
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    },
  }
}

/** The agent's own OpenAPI 3.1 document, made from the routes that are registered. */
export const openapiOptions: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Berth agent',
      description: 'What a backend does for the console. Its only caller is the console.',
      version: '1',
    },
    components: { securitySchemes: { console: { type: 'http', scheme: 'bearer' } } },
  },
  transform: (document) => {
    const { schema, url } = jsonSchemaTransform(document)
    const route = 'route' in document ? document.route.config?.berth : undefined
    const transport = route && acceptedBy(route)
    if (transport !== 'multipart' && transport !== 'tar') return { schema, url }
    return { url, schema: { ...schema, consumes: [mediaTypes[transport]], body: streamed[transport] } }
  },
}
