import websocket from '@fastify/websocket'
import { consoleRoutes, terminalClose, terminalNotice, terminalRequest } from '@berth/contract'
import Fastify from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { expect, it } from 'vitest'
import { documentApi } from './document-api.ts'
import { schemaOf } from './route-schema.ts'

interface Operation {
  readonly operationId: string
  readonly description: string
  readonly parameters: readonly { readonly name: string; readonly in: string }[]
  readonly responses: Readonly<Record<string, unknown>>
}

async function terminalOperation(): Promise<Operation | undefined> {
  const app = Fastify()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  await app.register(websocket)
  await documentApi(app)
  const { path: url } = consoleRoutes.terminalContainer
  app.route({
    method: 'GET',
    url,
    schema: schemaOf(consoleRoutes.terminalContainer),
    handler: (_request, reply) => reply.code(426).send(),
    wsHandler: (socket) => socket.close(),
  })
  const answer = await app.inject('/api/v1/openapi.json')
  await app.close()
  const { paths } = answer.json<{ paths: Record<string, { get?: Operation }> }>()
  return paths['/api/v1/containers/{id}/terminal']?.get
}

it('documents the terminal: its upgrade, its query, every message and every close code', async () => {
  const operation = await terminalOperation()
  expect(operation?.operationId).toBe('terminal-container')
  expect(operation?.responses).toHaveProperty('101')
  expect(operation?.responses).not.toHaveProperty('200')
  const query = operation?.parameters.filter((parameter) => parameter.in === 'query')
  expect(query?.map(({ name }) => name).sort()).toEqual(['attach', 'columns', 'rows', 'session'])
  const types = [...terminalRequest.options, ...terminalNotice.options].map(({ shape }) => shape.type.value)
  for (const type of types) expect(operation?.description).toContain(`"type":"${type}"`)
  for (const code of Object.values(terminalClose)) expect(operation?.description).toContain(String(code))
  for (const code of consoleRoutes.terminalContainer.errors) expect(operation?.description).toContain(code)
})
