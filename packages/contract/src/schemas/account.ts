import { z } from 'zod'

export const roles = ['student', 'teacher', 'administrator'] as const
export const roleSchema = z.enum(roles)
export type Role = z.infer<typeof roleSchema>

/** Lower case, as LDAP compares uids. */
export const accountPattern = /^[a-z0-9][a-z0-9._-]{0,31}$/

export const accountSchema = z.object({
  name: z.string(),
  displayName: z.string(),
  role: roleSchema,
  source: z.enum(['local', 'ldap']),
  disabled: z.boolean(),
  containers: z.int().describe('How many it has'),
  createdAt: z.iso.datetime(),
  lastLoginAt: z.iso.datetime().nullable(),
})
export type Account = z.infer<typeof accountSchema>

export const accountParams = z.object({ name: z.string().max(64) })

/** Who is logged in. `warnings` (what every page of theirs shows) and `instance` are for administrators. */
export const sessionSchema = z.object({
  account: z.string(),
  displayName: z.string(),
  role: roleSchema,
  source: z.enum(['local', 'ldap']),
  expiresAt: z.iso.datetime().nullable(),
  version: z.string(),
  instance: z.string().optional().describe('What an agent is given as BERTH_INSTANCE'),
  warnings: z.array(
    z.object({
      code: z.enum([
        'backend-not-hardened',
        'backend-unreachable',
        'unknown-containers',
        'insecure-transport',
        'no-backend',
        'shared-host-name',
      ]),
      backend: z.string().optional(),
      count: z.int().optional(),
    }),
  ),
  defaults: z.object({
    limits: z.object({ memory: z.number(), cpus: z.number(), pids: z.int(), gpus: z.int() }),
    maximum: z.object({ memory: z.number(), cpus: z.number(), pids: z.int(), gpus: z.int() }),
    containers: z.int().nullable().describe('How many containers this account may have; null: any number'),
    running: z.int().nullable().describe('How many of them may run together'),
    memory: z.number().nullable().describe('What the limits of those that run may add up to, in bytes'),
    cpus: z.number().nullable().describe('The same of CPUs'),
  }),
})
export type Session = z.infer<typeof sessionSchema>

export const tokenSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
})
export type Token = z.infer<typeof tokenSchema>
