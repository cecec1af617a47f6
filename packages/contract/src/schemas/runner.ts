import { z } from 'zod'
import { problemSchema } from '../errors/problem.ts'
import { buildTermsSchema } from './build.ts'

/** What the console asks an agent to run: a GitLab Runner for one account. A secret: it holds the runner's token. */
export const runnerSpecSchema = z.object({
  id: z.uuid().describe('Of the token; a new one replaces the runner'),
  image: z.string().describe('Reference of an image with GitLab Runner and the docker command line'),
  gitlabUrl: z.url(),
  token: z.string().describe('The runner’s own token at GitLab'),
  terms: buildTermsSchema,
})
export type RunnerSpec = z.infer<typeof runnerSpecSchema>

/** What the runtime says of a runner. `builds`: images that its jobs are building now. */
export const observedRunnerSchema = z.object({
  id: z.uuid(),
  account: z.string(),
  running: z.boolean(),
  open: z.boolean().describe('Whether its build endpoint is open'),
  builds: z.int(),
  log: z.array(z.string()).describe('Its last lines, if it does not run'),
})
export type ObservedRunner = z.infer<typeof observedRunnerSchema>

/** `none`: no token was given. `waiting`: it is being started. `removing`: it is being taken back from GitLab. */
export const runnerState = z.enum(['none', 'waiting', 'online', 'building', 'failed', 'removing'])
export type RunnerState = z.infer<typeof runnerState>

/** The account's GitLab Runner. The token itself is never told. */
export const runnerSchema = z.object({
  state: runnerState,
  available: z.boolean().describe('Whether this installation has a GitLab for runners'),
  gitlabUrls: z.array(z.string()).describe('Which GitLab a token may be of; the first one without a choice'),
  gitlabUrl: z.string().nullable(),
  backend: z.string().nullable(),
  problem: problemSchema.nullable().describe('Why it failed, or what it waits for'),
  log: z.array(z.string()).describe('The failed runner’s last lines'),
  createdAt: z.iso.datetime().nullable(),
})
export type Runner = z.infer<typeof runnerSchema>

/** GitLab's tokens are letters, digits, dots, hyphens and underscores. */
export const gitlabTokenSchema = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9_.-]{8,255}$/)
