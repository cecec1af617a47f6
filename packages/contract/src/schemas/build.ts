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
  elsewhere: z
    .array(
      z.object({
        reference: z.string(),
        backends: z.array(z.string()).describe('Where it lies'),
        stored: z.boolean().describe('Got from the installation’s registry, as `give-login` tells'),
      }),
    )
    .optional()
    .describe('Images of Berth’s own that may be built upon too, and lie on other backends'),
  limits: buildLimitsSchema.optional(),
})

/** Where an account's build endpoint listens: a Unix socket on the agent's machine, in a folder of its own. */
export const buildEndpointSchema = z.object({ socketPath: z.string() })
export type BuildEndpoint = z.infer<typeof buildEndpointSchema>

/** A folder of a Git repository to build from. */
export const repositorySchema = z.object({
  url: z.string().max(2_000).describe('https://…, without a name or password in it'),
  ref: z.string().max(255).optional().describe('A branch, a tag or a commit; without, the default branch'),
  path: z.string().max(1_000).optional().describe('The folder; without, the whole repository'),
  token: z
    .string()
    .max(1_000)
    .optional()
    .describe('TOKEN or NAME:TOKEN that may read it; used once, not kept'),
})
export type Repository = z.infer<typeof repositorySchema>

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

/** `receiving`: its files are on their way. `building`: also while the account’s earlier builds go first. */
export const imageBuildState = z.enum(['receiving', 'building', 'done', 'failed', 'cancelled'])

/** A build that was asked of the console, as its account sees it. */
export const imageBuildSchema = z.object({
  id: z.uuid(),
  name: z.string().describe('NAME:TAG of the image'),
  reference: z.string().describe('Its full reference'),
  backend: z.string().describe('Where it is built, and the image will be'),
  state: imageBuildState,
  problem: problemSchema.nullable().describe('Why it failed'),
  createdAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
})
export type ImageBuild = z.infer<typeof imageBuildSchema>

export const imageBuildParams = z.object({ id: z.uuid() })

/** A piece of a build’s log, as the builder wrote it, with its colours; `at` counts from the log’s beginning. */
export const buildLogSchema = z.object({ at: z.int().nonnegative(), text: z.string() })
export type BuildLog = z.infer<typeof buildLogSchema>

/** A line of a build's stream: the last is `done` or `failed`. `text` is as the builder wrote it, with its colours. */
export const buildEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('output'), text: z.string() }),
  z.object({ type: z.literal('done'), reference: z.string(), id: z.string() }),
  z.object({ type: z.literal('failed'), problem: problemSchema }),
])
export type BuildEvent = z.infer<typeof buildEventSchema>
