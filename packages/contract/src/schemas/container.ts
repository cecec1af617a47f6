import { z } from 'zod'
import { errorCodes } from '../errors/catalogue.ts'

/** Limits of one container, in the words of `docker run`: bytes, CPUs, processes, GPUs. */
export const limitsSchema = z.object({
  memory: z.int().positive().describe('Memory in bytes'),
  cpus: z.number().positive().describe('CPUs, may be a fraction'),
  pids: z.int().positive().describe('Processes and threads'),
  gpus: z.int().nonnegative().describe('Whole GPUs'),
})
export type Limits = z.infer<typeof limitsSchema>

export const containerStates = ['pulling', 'creating', 'running', 'stopped', 'failed', 'removing'] as const
export const containerStateSchema = z.enum(containerStates)
export type ContainerState = z.infer<typeof containerStateSchema>

/** One layer of an image being pulled, in bytes. */
export const layerProgressSchema = z.object({
  id: z.string(),
  status: z.enum(['waiting', 'downloading', 'extracting', 'done']),
  current: z.number().nonnegative(),
  total: z.number().nonnegative(),
})
export type LayerProgress = z.infer<typeof layerProgressSchema>

/** What is going on while a state is not yet the wanted one. `place`: 1 is next. */
export const progressSchema = z.object({
  stage: z.enum(['queued', 'waiting', 'pulling', 'creating', 'starting', 'stopping', 'removing']),
  place: z.int().positive().optional(),
  layers: z.array(layerProgressSchema).optional(),
  /** When it is tried again, where the last attempt failed. */
  retryAt: z.iso.datetime().optional(),
})
export type Progress = z.infer<typeof progressSchema>

/** Why a container is in its state; `title` and `detail` in the asker's language, `log` the last lines. */
export const reasonSchema = z.object({
  code: z.enum(errorCodes),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  title: z.string(),
  detail: z.string(),
  log: z.array(z.string()).optional(),
})
export type Reason = z.infer<typeof reasonSchema>

/** A guest port and where it is reached from outside; `host` and `url` are null until it runs. */
export const portSchema = z.object({
  guest: z.int(),
  host: z.int().nullable(),
  url: z.string().nullable(),
})
export type Port = z.infer<typeof portSchema>

export const containerSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  account: z.string(),
  image: z.string().describe('Full reference'),
  backend: z.string().nullable().describe('Null while no backend has been chosen'),
  state: containerStateSchema,
  wanted: z.enum(['running', 'stopped', 'removed']),
  reason: reasonSchema.optional(),
  progress: progressSchema.optional(),
  ports: z.array(portSchema),
  limits: limitsSchema,
  command: z.array(z.string()).optional(),
  environments: z.array(z.string()).optional().describe('NAME=value; for the owner alone'),
  exitCode: z.int().optional(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().optional(),
  finishedAt: z.iso.datetime().optional(),
})
export type Container = z.infer<typeof containerSchema>

/** What a person types: one string separated by spaces (quotes keep a value together), or an array. */
export const environmentsInput = z.union([z.string(), z.array(z.string())])
export const guestPortsInput = z.union([z.string(), z.number(), z.array(z.union([z.string(), z.number()]))])
export const commandInput = z.union([z.string(), z.array(z.string())])

export const containerParams = z.object({ id: z.string().max(64) })

/** The end of an exec. Output is text (UTF-8, damaged bytes replaced). */
export const execBody = z.object({
  command: z.array(z.string().max(65_536)).min(1).max(1_000),
  stdin: z.string().max(1_048_576).optional(),
})
export const execResult = z.object({ exitCode: z.int(), stdout: z.string(), stderr: z.string() })
export type ExecResult = z.infer<typeof execResult>

export const logsQuery = z.object({
  follow: z.stringbool().default(false),
  tail: z.coerce.number().int().min(0).max(100_000).default(1_000).describe('Last lines first shown'),
  since: z.iso.datetime().optional(),
  search: z.string().max(200).optional().describe('Only lines that contain this text, capitals or not'),
})
export const logLine = z.object({
  time: z.iso.datetime(),
  stream: z.enum(['stdout', 'stderr']),
  text: z.string(),
})
export type LogLine = z.infer<typeof logLine>

export const statsQuery = z.object({ follow: z.stringbool().default(false) })
/**
 * One reading: CPU in CPUs (1 = one whole CPU), memory in bytes, network in bytes since the start; null is what the
 * backend does not tell.
 */
export const statsSchema = z.object({
  time: z.iso.datetime(),
  cpus: z.number(),
  memory: z.number(),
  memoryLimit: z.number(),
  networkReceived: z.number().nullable(),
  networkSent: z.number().nullable(),
  pids: z.int().nullable(),
})
export type Stats = z.infer<typeof statsSchema>

export const pathQuery = z.object({ path: z.string().min(1).max(4_096) })
/** Without a path: where the container's user is at home. */
export const listQuery = pathQuery.partial()
export const fileEntry = z.object({
  name: z.string(),
  type: z.enum(['file', 'directory', 'link', 'other']),
  size: z.number(),
  modifiedAt: z.iso.datetime(),
  mode: z.string().describe('Octal, such as 0644'),
  target: z.string().optional().describe('What a link points to'),
})
export type FileEntry = z.infer<typeof fileEntry>
export const fileList = z.object({ path: z.string(), entries: z.array(fileEntry), truncated: z.boolean() })
export type FileList = z.infer<typeof fileList>
export const uploadResult = z.object({ files: z.int(), bytes: z.number() })
export type UploadResult = z.infer<typeof uploadResult>
