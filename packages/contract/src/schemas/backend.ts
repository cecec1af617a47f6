import { z } from 'zod'
import { buildLimitsSchema } from './build.ts'

/** What a kind of backend may or may not be able to do; the console and the pages ask these, never the kind. */
export const capabilitiesSchema = z.object({
  terminal: z.boolean(),
  attach: z.boolean(),
  exec: z.boolean(),
  logs: z.boolean(),
  stats: z.boolean(),
  files: z.boolean(),
  images: z.boolean(),
  credentials: z.boolean(),
  gpus: z.boolean(),
  persistentHome: z.boolean(),
  singularity: z.boolean(),
  persistentFiles: z
    .boolean()
    .optional()
    .describe('A container’s files outlast its stop; absent from agents older than it: yes'),
  pullSecrets: z
    .boolean()
    .optional()
    .describe('Pulls when a container starts, with logins kept beside the account’s containers; absent: no'),
  registry: z
    .boolean()
    .optional()
    .describe('Gets Berth’s own images from the installation’s registry; absent: no'),
  builds: z.boolean().optional().describe('Absent from agents older than it: no'),
})
export type Capabilities = z.infer<typeof capabilitiesSchema>

/** One protection that the agent checked on its runtime. `required`: without it nothing is lent unless the operator says so. */
export const hardeningCheckSchema = z.object({
  name: z.enum([
    'user-namespaces',
    'seccomp',
    'cgroup-limits',
    'socket-private',
    'inter-container-isolation',
    'disk-limit',
  ]),
  passed: z.boolean(),
  required: z.boolean(),
  detail: z.string().optional(),
})
export type HardeningCheck = z.infer<typeof hardeningCheckSchema>

/** Room of a backend: what it has and what is free now. Bytes, CPUs. Null where it cannot be told. */
export const roomSchema = z.object({
  cpus: z.number(),
  memory: z.number(),
  memoryFree: z.number(),
  diskFree: z.number().nullable(),
  gpus: z.int(),
  gpusFree: z.int(),
  containers: z.int(),
})
export type Room = z.infer<typeof roomSchema>

export const backendName = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/)

/** A backend as any account sees it; `url`, `hardening`, `version` and `error` are for administrators alone. */
export const backendSchema = z.object({
  name: z.string(),
  kind: z.string(),
  reachable: z.boolean(),
  lending: z.boolean().describe('Whether new containers may go there'),
  capabilities: capabilitiesSchema.nullable(),
  room: roomSchema.nullable(),
  buildLimits: buildLimitsSchema.optional().describe('What one build there may take'),
  url: z.string().optional(),
  version: z.string().optional(),
  hardening: z.array(hardeningCheckSchema).optional(),
  allowUnhardened: z.boolean().optional(),
  error: z.string().optional(),
  managed: z.enum(['settings', 'page']).optional().describe('Where it is configured'),
  lastSeenAt: z.iso
    .datetime()
    .optional()
    .describe('When its runtime last answered: while it is away, what is told is from then'),
})
export type Backend = z.infer<typeof backendSchema>
