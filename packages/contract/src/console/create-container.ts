import { z } from 'zod'
import { defineRoute } from '../route.ts'
import {
  commandInput,
  containerSchema,
  environmentsInput,
  guestPortsInput,
  limitsSchema,
} from '../schemas/container.ts'

/** What the form, `berth run` and scripts ask for. The rules (`packages/lending`) judge each field. */
const createContainerBody = z.object({
  name: z.string().max(1_000),
  image: z.string().max(1_000),
  environments: environmentsInput.optional(),
  guestPorts: guestPortsInput.optional(),
  command: commandInput.optional(),
  backend: z.string().max(100).optional(),
  limits: limitsSchema.partial().optional(),
})
export type CreateContainerBody = z.infer<typeof createContainerBody>

export const createContainer = defineRoute({
  name: 'create-container',
  method: 'POST',
  path: '/api/v1/containers',
  summary: 'Borrow a container: answers at once, the container follows',
  permission: 'container:create',
  body: createContainerBody,
  status: 202,
  response: containerSchema,
  answers: 'json',
  errors: [
    'invalid-input',
    'name-taken',
    'quota-exceeded',
    'quota-running-exceeded',
    'quota-memory-exceeded',
    'quota-cpus-exceeded',
    'no-room',
    'gpus-lacking',
    'image-elsewhere',
    'image-access-denied',
  ],
})
