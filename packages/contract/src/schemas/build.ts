import { z } from 'zod'
import { problemSchema } from '../errors/problem.ts'

/** What one build may take: bytes, CPUs, processes of one step, seconds. */
export const buildLimitsSchema = z.object({
  memory: z.int().positive(),
  cpus: z.number().positive(),
  pids: z.int().positive(),
  disk: z.int().positive(),
  seconds: z.int().positive(),
})
export type BuildLimits = z.infer<typeof buildLimitsSchema>

/** On what terms an account builds. */
export const buildTermsSchema = z.object({
  allowedImages: z
    .array(z.string())
    .describe('Full references of what may be built upon as it lies on the backend'),
  limits: buildLimitsSchema.optional(),
})

/** Where an account's build endpoint listens: a Unix socket on the agent's machine, in a folder of its own. */
export const buildEndpointSchema = z.object({ socketPath: z.string() })
export type BuildEndpoint = z.infer<typeof buildEndpointSchema>

/** What a person says about a build. */
export const buildOptionsSchema = z.object({
  tag: z.string().describe('NAME:TAG of the image, which will be the account’s own'),
  dockerfile: z.string().default('Dockerfile').describe('Its path in the context'),
  buildArguments: z.record(z.string(), z.string()).default({}),
  target: z.string().optional().describe('The stage to stop at'),
  noCache: z.boolean().default(false),
  pull: z.boolean().default(false),
})
export type BuildOptions = z.infer<typeof buildOptionsSchema>

/** A line of a build's stream: the last is `done` or `failed`. `text` is as the builder wrote it, with its colours. */
export const buildEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('output'), text: z.string() }),
  z.object({ type: z.literal('done'), reference: z.string(), id: z.string() }),
  z.object({ type: z.literal('failed'), problem: problemSchema }),
])
export type BuildEvent = z.infer<typeof buildEventSchema>
