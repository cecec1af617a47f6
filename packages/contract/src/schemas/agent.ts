import { z } from 'zod'
import { backendSchema, capabilitiesSchema, hardeningCheckSchema, roomSchema } from './backend.ts'
import { buildLimitsSchema } from './build.ts'
import { layerProgressSchema, limitsSchema } from './container.ts'
import { problemSchema } from '../errors/problem.ts'

/** What the console asks an agent to make. Everything in it was judged by the rules and is in its full form. */
export const containerSpecSchema = z.object({
  id: z.uuid(),
  account: z.string(),
  name: z.string(),
  image: z.string().describe('Full reference'),
  environments: z.array(z.string()),
  guestPorts: z.array(z.int()),
  command: z.array(z.string()).optional(),
  limits: limitsSchema,
  stored: z
    .object({
      id: z.string().describe('The image’s ID, lest an older one of the name be taken'),
      from: z.string().describe('Its reference by digest in the installation’s registry'),
    })
    .optional()
    .describe('Of an image of Berth’s own, where the capability `registry` is told'),
  provePull: z
    .boolean()
    .optional()
    .describe(
      'Where the capability `pullSecrets` is told: the registry is asked at each start whether the account may pull',
    ),
})
export type ContainerSpec = z.infer<typeof containerSpecSchema>

/** What the runtime says of a container. `exited` has its exit code; `created` was never started. */
export const observedContainerSchema = z.object({
  id: z.uuid(),
  account: z.string(),
  name: z.string(),
  image: z.string(),
  runtimeId: z.string(),
  state: z.enum(['created', 'running', 'exited', 'removing']),
  exitCode: z.int().optional(),
  outOfMemory: z.boolean(),
  diskLimit: z.number().optional().describe('It was stopped for keeping more than so many bytes on the disk'),
  ports: z.array(
    z.object({
      guest: z.int(),
      host: z.int(),
      url: z.string().optional().describe('Where it is reached, if not at `address`'),
    }),
  ),
  /** Host name or address at which host ports are reached; null: wherever the console is reached. */
  address: z.string().nullable(),
  startedAt: z.iso.datetime().optional(),
  finishedAt: z.iso.datetime().optional(),
})
export type ObservedContainer = z.infer<typeof observedContainerSchema>

export const agentInfoSchema = z.object({
  /** Which Berth's containers this agent answers for: the value of the label `berth.instance`. */
  instance: z.string(),
  kind: backendSchema.shape.kind,
  version: z.string().describe('Of the runtime'),
  runtimeReachable: z.boolean(),
  capabilities: capabilitiesSchema,
  hardening: z.array(hardeningCheckSchema),
  room: roomSchema.nullable().describe('Null while the runtime is down'),
  buildLimits: buildLimitsSchema.optional().describe('What one build may take; absent: it does not build'),
  address: z
    .string()
    .nullable()
    .optional()
    .describe(
      'Where guest ports are published; null: wherever the console is reached; absent: not on a host',
    ),
})
export type AgentInfo = z.infer<typeof agentInfoSchema>

/**
 * What an agent's event stream sends. `hello` opens it, with the time to give as `since` after an interruption;
 * `exited` is sent for a process that ended while the runtime was up, also for those after `since` that
 * the runtime still remembers; whatever a later comparison finds ended without it was interrupted.
 * `runtime` says that the runtime went away or came back (after which everything is to be compared). `login-wanted`
 * asks for the account's login at the registry of a base image, or for the way to one of Berth's own, which a build
 * waits for: `give-login` answers.
 */
export const agentEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), time: z.string(), info: agentInfoSchema }),
  z.object({ type: z.literal('heartbeat'), time: z.string() }),
  z.object({ type: z.literal('container'), time: z.string(), container: observedContainerSchema }),
  z.object({
    type: z.literal('exited'),
    time: z.string(),
    container: observedContainerSchema,
    killed: z
      .boolean()
      .describe('Whether the runtime ended the process; also true where it does not tell who did'),
  }),
  z.object({ type: z.literal('container-removed'), time: z.string(), id: z.string() }),
  z.object({ type: z.literal('image'), time: z.string(), reference: z.string() }),
  z.object({ type: z.literal('image-removed'), time: z.string(), reference: z.string() }),
  z.object({ type: z.literal('runtime'), time: z.string(), reachable: z.boolean() }),
  z.object({ type: z.literal('login-wanted'), time: z.string(), account: z.string(), reference: z.string() }),
])
export type AgentEvent = z.infer<typeof agentEventSchema>

/** A line of a pull's stream: the last is `done` or `failed`. */
export const pullEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), layers: z.array(layerProgressSchema) }),
  z.object({ type: z.literal('done'), reference: z.string() }),
  z.object({ type: z.literal('failed'), problem: problemSchema }),
])
export type PullEvent = z.infer<typeof pullEventSchema>

/** A line of a push's stream: the last is `done` or `failed`. `from`: what it is pulled by. */
export const pushEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress') }),
  z.object({ type: z.literal('done'), id: z.string(), from: z.string() }),
  z.object({ type: z.literal('failed'), problem: problemSchema }),
])
export type PushEvent = z.infer<typeof pushEventSchema>

/** A part of an image; images that were built upon each other have it in common. */
const imageLayerSchema = z.object({ key: z.string(), size: z.number().describe('Bytes') })

export const agentImageSchema = z.object({
  reference: z.string().describe('With `layers`, of one without a name: its ID'),
  id: z.string(),
  digest: z.string().nullable(),
  size: z.number(),
  layers: z.array(imageLayerSchema).optional(),
  createdAt: z.iso.datetime(),
  labels: z.record(z.string(), z.string()),
})
export type AgentImage = z.infer<typeof agentImageSchema>

export const untaggedImageSchema = z.object({
  id: z.string(),
  account: z.string(),
  ownSize: z.number().optional().describe('Bytes that no other image of the backend shares'),
  createdAt: z.iso.datetime(),
})
export type UntaggedImage = z.infer<typeof untaggedImageSchema>

/** How long a start, stop or creation may take on an agent before it is given up: milliseconds. */
export const agentDeadlines = {
  create: 60_000,
  start: 30_000,
  stop: 30_000,
  remove: 60_000,
  exec: 300_000,
  credentials: 20_000,
  pullSilence: 120_000,
} as const
/** Seconds that a process has to end after SIGTERM before SIGKILL, as `docker stop`'s default. */
export const stopGraceSeconds = 10
