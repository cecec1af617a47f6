import { defineRoute } from '../route.ts'
import { containerParams, execBody, execResult } from '../schemas/container.ts'

export const execContainer = defineRoute({
  name: 'exec-container',
  method: 'POST',
  path: '/api/v1/containers/:id/exec',
  summary: 'Run one command and wait for its end',
  permission: 'container:enter',
  params: containerParams,
  body: execBody,
  status: 200,
  response: execResult,
  answers: 'json',
  errors: [
    'not-found',
    'container-not-running',
    'command-not-found',
    'output-too-large',
    'deadline-exceeded',
    'backend-unreachable',
  ],
})
