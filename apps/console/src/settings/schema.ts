import { defaultLimits, defaultQuota, maximumLimits } from '@berth/lending'
import { z } from 'zod'
import { bytes, flag, listen, names, number, portRange, words } from './parsers.ts'

/** Every setting but those of LDAP and backends: its name in the environment, what it may be, and what it is if absent. */
export const generalSchema = z.object({
  BERTH_LISTEN: listen.default({ host: '127.0.0.1', port: 8080 }),
  BERTH_DATA: z.string().min(1).default('.berth'),
  BERTH_URL: z
    .url({ protocol: /^https?$/, error: 'write a URL such as https://berth.example.ac.jp' })
    .optional(),
  BERTH_TLS_CERT: z.string().optional(),
  BERTH_TLS_KEY: z.string().optional(),
  BERTH_KEY: z.string().optional(),
  BERTH_TRUSTED_PROXIES: words.default([]),
  BERTH_SESSION_HOURS: number(1, 24 * 365).default(12),
  BERTH_ADMIN_PASSWORD: z.string().min(8, 'use at least 8 characters').max(256).optional(),
  BERTH_METRICS_TOKEN: z
    .string()
    .regex(/^\S{16,}$/, 'use at least 16 characters without spaces')
    .optional(),
  BERTH_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'write a URL such as postgres://user:password@host/berth' })
    .optional(),
  BERTH_GITLAB_URL: words
    .pipe(z.array(z.url({ protocol: /^https?$/, error: 'write URLs such as https://gitlab.example.ac.jp' })))
    .default([]),
  BERTH_RUNNER_IMAGE: z.string().min(1).max(500).default('berth-runner:latest'),
  BERTH_REGISTRY_URL: z
    .url({ protocol: /^https?$/, error: 'write a URL such as https://registry.example.ac.jp/berth' })
    .regex(/^[^?#@]+$/, 'write the user and password as BERTH_REGISTRY_USER and BERTH_REGISTRY_PASSWORD')
    .optional(),
  BERTH_REGISTRY_USER: z
    .string()
    .regex(/^[^:]+$/, 'write a name without colons')
    .optional(),
  BERTH_REGISTRY_PASSWORD: z.string().optional(),
  BERTH_GIT_HOSTS: words.default([]),
  BERTH_GIT_CA: z.string().optional(),
  BERTH_LIMITS_MEMORY: bytes.default(defaultLimits.memory),
  BERTH_LIMITS_CPUS: number(0.01, 1_024, false).default(defaultLimits.cpus),
  BERTH_LIMITS_PIDS: number(8, 4_194_304).default(defaultLimits.pids),
  BERTH_LIMITS_GPUS: number(0, 64).default(defaultLimits.gpus),
  BERTH_LIMITS_MAX_MEMORY: bytes.default(maximumLimits.memory),
  BERTH_LIMITS_MAX_CPUS: number(0.01, 1_024, false).default(maximumLimits.cpus),
  BERTH_LIMITS_MAX_PIDS: number(8, 4_194_304).default(maximumLimits.pids),
  BERTH_LIMITS_MAX_GPUS: number(0, 64).default(maximumLimits.gpus),
  BERTH_QUOTA_CONTAINERS: number(0, 1_000_000).default(defaultQuota.containers),
  BERTH_QUOTA_RUNNING: number(0, 1_000_000).default(defaultQuota.running),
  BERTH_QUOTA_MEMORY: bytes.default(defaultQuota.memory),
  BERTH_QUOTA_CPUS: number(0, 1_000_000, false).default(defaultQuota.cpus),
  BERTH_HOST_PORTS: portRange.optional(),
  BERTH_ADDRESS: z.string().max(253).optional(),
  BERTH_SUBNETS: z.string().optional(),
  BERTH_ALLOW_UNHARDENED: flag.default(false),
  BERTH_EMBEDDED_AGENT: flag.default(true),
  BERTH_DOCKER_SOCKET: z.string().optional(),
})

/** The directory's settings; without BERTH_LDAP_URL there is none and accounts are local. */
export const ldapSchema = z.object({
  BERTH_LDAP_URL: words.pipe(
    z.array(z.url({ protocol: /^ldaps?$/, error: 'write URLs such as ldaps://ldap1.example.ac.jp' })).min(1),
  ),
  BERTH_LDAP_STARTTLS: flag.optional(),
  BERTH_LDAP_INSECURE: flag.default(false),
  BERTH_LDAP_CA: z.string().optional(),
  BERTH_LDAP_BIND_DN: z.string().optional(),
  BERTH_LDAP_BIND_PASSWORD: z.string().optional(),
  BERTH_LDAP_BASE: z.string({ error: 'write where people are, such as ou=people,dc=example,dc=jp' }).min(1),
  BERTH_LDAP_FILTER: z
    .string()
    .regex(/^\(.+\)$/s, 'write a filter in parentheses, such as (objectClass=posixAccount)')
    .optional(),
  BERTH_LDAP_UID_ATTRIBUTE: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]*$/, 'write the name of an attribute')
    .default('uid'),
  BERTH_LDAP_GROUP_BASE: z.string().optional(),
  BERTH_LDAP_ADMINISTRATORS: names.default([]),
  BERTH_LDAP_TEACHERS: names.default([]),
  BERTH_LDAP_TIMEOUT: number(1, 60).default(5),
})

/** One backend of the settings: BERTH_BACKENDS_<NAME>_URL and so on. */
export const backendEntrySchema = z.object({
  URL: z.url({ protocol: /^(https?|unix)$/, error: 'write the agent’s URL, such as https://blade1:8443' }),
  TOKEN: z.string({ error: 'write the agent’s token' }).min(16, 'use at least 16 characters'),
  CA: z.string().optional(),
  ALLOW_UNHARDENED: flag.default(false),
})
