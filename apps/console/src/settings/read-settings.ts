import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseImageReference } from '@berth/lending'
import type { z } from 'zod'
import { backendEntrySchema, generalSchema, ldapSchema } from './schema.ts'
import type { BackendSetting, LdapSettings, Settings } from './settings.ts'
import { parseFile } from './parse-file.ts'
import { unknownNames } from './unknown-names.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** All that is wrong with the settings, each with what to do. */
export class SettingsError extends Error {
  readonly faults: readonly string[]
  constructor(faults: readonly string[]) {
    super(`The settings are not valid:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`)
    this.name = 'SettingsError'
    this.faults = faults
  }
}

/**
 * Reads the settings once, from the environment over the file named by BERTH_CONFIG.
 * Throws `SettingsError` with every fault at once.
 */
export function readSettings(environment: Environment = process.env): Settings {
  const faults: string[] = []
  const values = collect(environment, faults)
  faults.push(...unknownNames(Object.keys(values)))
  const general = check(generalSchema, values, '', faults)
  const ldap = values['BERTH_LDAP_URL'] === undefined ? null : readLdap(values, faults)
  const backends = readBackends(values, faults)
  if (general === undefined) throw new SettingsError(faults)
  const settings = assemble(general, ldap, backends, faults)
  if (faults.length > 0) throw new SettingsError(faults)
  return deepFreeze(settings)
}

/** Set and not empty: an empty value in a unit file or Compose file means "not set". */
function collect(environment: Environment, faults: string[]): Record<string, string> {
  const file = environment['BERTH_CONFIG']
  const text = file ? readText('BERTH_CONFIG', file, faults) : undefined
  const merged = { ...(text === undefined ? {} : parseFile(text, faults)), ...environment }
  return Object.fromEntries(
    Object.entries(merged).filter(
      (pair): pair is [string, string] =>
        (pair[0].startsWith('BERTH_') || pair[0] === 'DATABASE_URL') &&
        pair[1] !== undefined &&
        pair[1] !== '',
    ),
  )
}

function check<S extends z.ZodType>(schema: S, input: unknown, prefix: string, faults: string[]) {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const seen = new Set<string>()
  for (const issue of result.error.issues) {
    const name = `${prefix}${String(issue.path[0] ?? '')}`
    // The value is not repeated: it may be a secret.
    if (!seen.has(name)) faults.push(`${name}: ${issue.message}`)
    seen.add(name)
  }
  return undefined
}

function readText(name: string, path: string, faults: string[]): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    faults.push(`${name}: ${path} cannot be read (${error instanceof Error ? error.message : String(error)})`)
    return undefined
  }
}

function readLdap(values: Environment, faults: string[]): LdapSettings | null {
  const raw = check(ldapSchema, values, '', faults)
  if (raw === undefined) return null
  const startTls = raw.BERTH_LDAP_STARTTLS ?? !raw.BERTH_LDAP_INSECURE
  if (!startTls && !raw.BERTH_LDAP_INSECURE && raw.BERTH_LDAP_URL.some((url) => url.startsWith('ldap:'))) {
    faults.push(
      'BERTH_LDAP_STARTTLS: passwords would travel in clear; use ldaps://, or StartTLS, or say BERTH_LDAP_INSECURE=true',
    )
  }
  const dn = raw.BERTH_LDAP_BIND_DN
  if (dn !== undefined && raw.BERTH_LDAP_BIND_PASSWORD === undefined) {
    faults.push('BERTH_LDAP_BIND_PASSWORD: write the password of BERTH_LDAP_BIND_DN')
  }
  return {
    urls: raw.BERTH_LDAP_URL,
    startTls,
    insecure: raw.BERTH_LDAP_INSECURE,
    ca: raw.BERTH_LDAP_CA === undefined ? undefined : readText('BERTH_LDAP_CA', raw.BERTH_LDAP_CA, faults),
    bind: dn === undefined ? null : { dn, password: raw.BERTH_LDAP_BIND_PASSWORD ?? '' },
    base: raw.BERTH_LDAP_BASE,
    filter: raw.BERTH_LDAP_FILTER,
    uidAttribute: raw.BERTH_LDAP_UID_ATTRIBUTE,
    groupBase: raw.BERTH_LDAP_GROUP_BASE ?? raw.BERTH_LDAP_BASE,
    administrators: raw.BERTH_LDAP_ADMINISTRATORS,
    teachers: raw.BERTH_LDAP_TEACHERS,
    timeoutMilliseconds: raw.BERTH_LDAP_TIMEOUT * 1_000,
  }
}

const backendPattern = /^BERTH_BACKENDS_([A-Z0-9_]+?)_(URL|TOKEN|CA|ALLOW_UNHARDENED)$/

function readBackends(values: Environment, faults: string[]): BackendSetting[] {
  const entries = new Map<string, Record<string, string>>()
  for (const [name, value] of Object.entries(values)) {
    const [, backend, field] = backendPattern.exec(name) ?? []
    if (backend === undefined || field === undefined || value === undefined) continue
    entries.set(backend, { ...entries.get(backend), [field]: value })
  }
  return [...entries].flatMap(([name, fields]) => {
    const prefix = `BERTH_BACKENDS_${name}_`
    const entry = check(backendEntrySchema, fields, prefix, faults)
    if (entry === undefined) return []
    return [
      {
        name: name.toLowerCase().replaceAll('_', '-'),
        url: entry.URL,
        token: entry.TOKEN,
        ca: entry.CA === undefined ? undefined : readText(`${prefix}CA`, entry.CA, faults),
        allowUnhardened: entry.ALLOW_UNHARDENED,
      },
    ]
  })
}

function assemble(
  raw: z.output<typeof generalSchema>,
  ldap: LdapSettings | null,
  backends: readonly BackendSetting[],
  faults: string[],
): Settings {
  const limits = readLimits(raw, faults)
  return {
    listen: raw.BERTH_LISTEN,
    data: resolve(raw.BERTH_DATA),
    url: raw.BERTH_URL === undefined ? undefined : new URL(raw.BERTH_URL).origin,
    tls: readTls(raw, faults),
    key: raw.BERTH_KEY ?? null,
    trustedProxies: raw.BERTH_TRUSTED_PROXIES,
    sessionHours: raw.BERTH_SESSION_HOURS,
    adminPassword: raw.BERTH_ADMIN_PASSWORD,
    metricsToken: raw.BERTH_METRICS_TOKEN,
    logLevel: raw.BERTH_LOG_LEVEL,
    databaseUrl: raw.DATABASE_URL ?? null,
    limits,
    runners: {
      gitlabUrls: raw.BERTH_GITLAB_URL.map((url) => url.replace(/\/+$/, '')),
      image: raw.BERTH_RUNNER_IMAGE,
    },
    registry: readRegistry(raw, faults),
    git: {
      hosts: raw.BERTH_GIT_HOSTS,
      caFile: raw.BERTH_GIT_CA === undefined ? null : resolve(raw.BERTH_GIT_CA),
    },
    quota: {
      containers: raw.BERTH_QUOTA_CONTAINERS || null,
      running: raw.BERTH_QUOTA_RUNNING || null,
      memory: raw.BERTH_QUOTA_MEMORY || null,
      cpus: raw.BERTH_QUOTA_CPUS || null,
    },
    hostPorts: raw.BERTH_HOST_PORTS ?? null,
    address: raw.BERTH_ADDRESS ?? null,
    subnets: raw.BERTH_SUBNETS ?? null,
    allowUnhardened: raw.BERTH_ALLOW_UNHARDENED,
    embeddedAgent: raw.BERTH_EMBEDDED_AGENT,
    dockerSocket: raw.BERTH_DOCKER_SOCKET ?? null,
    ldap,
    backends,
  }
}

function readLimits(raw: z.output<typeof generalSchema>, faults: string[]): Settings['limits'] {
  const defaults = {
    memory: raw.BERTH_LIMITS_MEMORY,
    cpus: raw.BERTH_LIMITS_CPUS,
    pids: raw.BERTH_LIMITS_PIDS,
    gpus: raw.BERTH_LIMITS_GPUS,
  }
  const maximum = {
    memory: raw.BERTH_LIMITS_MAX_MEMORY,
    cpus: raw.BERTH_LIMITS_MAX_CPUS,
    pids: raw.BERTH_LIMITS_MAX_PIDS,
    gpus: raw.BERTH_LIMITS_MAX_GPUS,
  }
  for (const limit of ['memory', 'cpus', 'pids', 'gpus'] as const) {
    if (defaults[limit] > maximum[limit]) {
      const name = limit.toUpperCase()
      faults.push(`BERTH_LIMITS_${name}: is more than BERTH_LIMITS_MAX_${name}; raise that too`)
    }
  }
  return { defaults, maximum }
}

function readRegistry(raw: z.output<typeof generalSchema>, faults: string[]): Settings['registry'] {
  const { BERTH_REGISTRY_URL: url, BERTH_REGISTRY_USER: user, BERTH_REGISTRY_PASSWORD: password } = raw
  if (url === undefined) {
    if (user !== undefined || password !== undefined)
      faults.push('BERTH_REGISTRY_URL: write the registry that BERTH_REGISTRY_USER is for')
    return null
  }
  const { host, pathname } = new URL(url)
  const folder = `${host}${pathname}`.replace(/\/+$/, '')
  if (!folder.includes('/') || parseImageReference(`${folder}/a/b`) === null)
    faults.push(
      'BERTH_REGISTRY_URL: write a folder of its own for Berth, in lower-case letters, digits, - and _',
    )
  if (user === undefined || password === undefined)
    faults.push(
      'BERTH_REGISTRY_USER, BERTH_REGISTRY_PASSWORD: write both; a registry that is open to all is not used',
    )
  return { folder, user: user ?? '', password: password ?? '' }
}

function readTls(raw: z.output<typeof generalSchema>, faults: string[]): Settings['tls'] {
  const { BERTH_TLS_CERT: cert, BERTH_TLS_KEY: key } = raw
  if (cert === undefined && key === undefined) return null
  if (cert === undefined || key === undefined) {
    faults.push(`BERTH_TLS_${cert === undefined ? 'CERT' : 'KEY'}: set both BERTH_TLS_CERT and BERTH_TLS_KEY`)
    return null
  }
  return {
    cert: readText('BERTH_TLS_CERT', cert, faults) ?? '',
    key: readText('BERTH_TLS_KEY', key, faults) ?? '',
  }
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) deepFreeze(inner)
  return Object.freeze(value)
}
