import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type {
  AgentInfo,
  CleanUpReason,
  CleanUpRules,
  ImageBuild,
  LayerProgress,
  Limits,
  ObservedContainer,
  Progress,
  Role,
} from '@berth/contract'

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })
const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

/** One row: what belongs to this installation as a whole. */
export const installation = pgTable('installation', {
  id: integer('id').primaryKey().default(1),
  /** The value of the label `berth.instance`. */
  instance: text('instance').notNull(),
  /** By which images that nobody needs are removed. */
  cleanUp: jsonb('clean_up')
    .$type<CleanUpRules>()
    .notNull()
    .default({ unusedDays: null, accountBytes: null, untagged: false, graceDays: 7 }),
  createdAt: moment('created_at').notNull().defaultNow(),
})

export const accounts = pgTable('accounts', {
  name: text('name').primaryKey(),
  displayName: text('display_name').notNull(),
  role: text('role').$type<Role>().notNull(),
  source: text('source').$type<'local' | 'ldap'>().notNull(),
  /** argon2id in the PHC string format; null for accounts of the directory. */
  passwordHash: text('password_hash'),
  disabled: boolean('disabled').notNull().default(false),
  createdAt: moment('created_at').notNull().defaultNow(),
  lastLoginAt: moment('last_login_at'),
  /** Deleted, and gone as soon as its containers are. */
  deletedAt: moment('deleted_at'),
})

/** Names of accounts that were deleted: an image made before then is never a later account's of the name. */
export const departedAccounts = pgTable('departed_accounts', {
  account: text('account').primaryKey(),
  departedAt: moment('departed_at').notNull(),
})

export const sessions = pgTable(
  'sessions',
  {
    /** SHA-256 of the cookie's random value. */
    hash: bytea('hash').primaryKey(),
    account: text('account')
      .notNull()
      .references(() => accounts.name, { onDelete: 'cascade' }),
    createdAt: moment('created_at').notNull().defaultNow(),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [index('sessions_account').on(table.account)],
)

export const tokens = pgTable(
  'tokens',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    /** SHA-256 of the token's random value. */
    hash: bytea('hash').notNull(),
    account: text('account')
      .notNull()
      .references(() => accounts.name, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    expiresAt: moment('expires_at'),
    lastUsedAt: moment('last_used_at'),
  },
  (table) => [uniqueIndex('tokens_hash').on(table.hash), index('tokens_account').on(table.account)],
)

export const backends = pgTable('backends', {
  name: text('name').primaryKey(),
  url: text('url').notNull(),
  /** Encrypted (AES-256-GCM) with the key outside the database. */
  token: bytea('token').notNull(),
  ca: text('ca'),
  managed: text('managed').$type<'settings' | 'page'>().notNull(),
  lending: boolean('lending').notNull().default(true),
  allowUnhardened: boolean('allow_unhardened').notNull().default(false),
  /** Lends without user-namespace remapping, and nothing else missing: this machine's own, until somebody says otherwise. */
  allowUnmapped: boolean('allow_unmapped').notNull().default(false),
  /** What its agent last said, shown while it is away. */
  info: jsonb('info').$type<AgentInfo>(),
  reachable: boolean('reachable').notNull().default(false),
  error: text('error'),
  lastSeenAt: moment('last_seen_at'),
  /** How many containers with Berth's labels it has that no row stands for. */
  unknownContainers: integer('unknown_containers').notNull().default(0),
  /** Where the agent's event stream is taken up again. */
  eventsSince: text('events_since'),
  createdAt: moment('created_at').notNull().defaultNow(),
})

export const images = pgTable(
  'images',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    reference: text('reference').notNull(),
    owner: text('owner')
      .notNull()
      .references(() => accounts.name, { onDelete: 'cascade' }),
    description: text('description').notNull().default(''),
    shared: boolean('shared').notNull().default(false),
    /** Comes first in the form; only while it is shared. */
    recommended: boolean('recommended').notNull().default(false),
    /** Its deletion was asked for: nobody can use it any more, and it goes when no backend has it. */
    removing: boolean('removing').notNull().default(false),
    /** `name:tag` below the owner's folder. */
    name: text('name')
      .notNull()
      .generatedAlwaysAs(sql`substring(reference from '^[^/]+/[^/]+/(.*)$')`),
    /** What it is made of: the runtime's content hash. */
    contentId: text('content_id'),
    /** Where in the installation's registry it lies (a reference by digest), and the `contentId` of what lies there. */
    pushed: text('pushed'),
    pushedId: text('pushed_id'),
    size: bigint('size', { mode: 'number' }).notNull(),
    backends: text('backends')
      .array()
      .notNull()
      .default(sql`'{}'`),
    /** When it last had a container, or its owner said that it is needed. */
    usedAt: moment('used_at'),
    /** When and why it is removed by the rules; its owner was told. */
    goingAt: moment('going_at'),
    goingReason: text('going_reason').$type<CleanUpReason>(),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('images_reference').on(table.reference),
    index('images_owner').on(table.owner),
    index('images_shared')
      .on(table.owner)
      .where(sql`shared`),
    index('images_name').on(table.name),
  ],
)

/** What images were in the installation's registry, to be deleted there. */
export const storedLeftovers = pgTable('stored_leftovers', {
  /** A reference by digest. */
  stored: text('stored').primaryKey(),
  /** The image's, as containers name it. */
  reference: text('reference').notNull(),
})

/** Why a container is in its state; its words are made when it is told. */
export interface StoredReason {
  readonly code: string
  readonly params: Record<string, string | number>
  readonly log?: string[]
}

export const containers = pgTable(
  'containers',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    account: text('account')
      .notNull()
      .references(() => accounts.name),
    name: text('name').notNull(),
    image: text('image').notNull(),
    /** JSON list of NAME=value, encrypted with the key outside the database: people put passwords there. */
    environments: bytea('environments').notNull(),
    guestPorts: integer('guest_ports').array().notNull(),
    command: text('command').array(),
    limits: jsonb('limits').$type<Limits>().notNull(),
    requestedBackend: text('requested_backend'),
    backend: text('backend').references(() => backends.name),

    wanted: text('wanted').$type<'running' | 'stopped' | 'removed'>().notNull(),
    /** Raised by each wish (start, stop, restart …): a converge that finds it changed begins anew. */
    generation: integer('generation').notNull().default(1),
    restartGeneration: integer('restart_generation').notNull().default(0),
    restartedGeneration: integer('restarted_generation').notNull().default(0),

    state: text('state')
      .$type<'pulling' | 'creating' | 'running' | 'stopped' | 'failed' | 'removing'>()
      .notNull(),
    reason: jsonb('reason').$type<StoredReason>(),
    progress: jsonb('progress').$type<Progress>(),
    observed: jsonb('observed').$type<ObservedContainer>(),
    /** Place in the fair queue: how many creations the account had waiting before this one. */
    turn: integer('turn').notNull().default(0),
    /** Which replica works on it now: one at a time. */
    claimedBy: text('claimed_by'),
    attempts: integer('attempts').notNull().default(0),
    /** By whose right its image is pulled while it waits for that; empty: anybody's. */
    pullAs: text('pull_as').notNull().default(''),
    /** Its account has just shown the right to its image; good for one creation. */
    imageProved: boolean('image_proved').notNull().default(false),
    /** Until when the present transition may last. */
    deadline: moment('deadline'),
    createdAt: moment('created_at').notNull().defaultNow(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('containers_account_name').on(table.account, table.name),
    index('containers_account_created').on(table.account, table.createdAt.desc(), table.id),
    index('containers_created').on(table.createdAt.desc(), table.id),
    index('containers_backend').on(table.backend),
    index('containers_image').on(table.image),
    index('containers_unsettled')
      .on(table.turn, table.createdAt)
      .where(sql`state in ('pulling', 'creating', 'removing')`),
  ],
)

/** Builds that were asked of the console. */
export const builds = pgTable(
  'builds',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    account: text('account')
      .notNull()
      .references(() => accounts.name, { onDelete: 'cascade' }),
    reference: text('reference').notNull(),
    backend: text('backend').notNull(),
    state: text('state').$type<ImageBuild['state']>().notNull().default('receiving'),
    reason: jsonb('reason').$type<StoredReason>(),
    /** Which replica holds the connection to the agent. */
    replica: text('replica').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    endedAt: moment('ended_at'),
  },
  (table) => [
    index('builds_account').on(table.account, table.createdAt.desc()),
    index('builds_going')
      .on(table.replica)
      .where(sql`ended_at is null`),
  ],
)

/** What builders said, in pieces; `at` counts characters from the log's beginning. */
export const buildLogs = pgTable(
  'build_logs',
  {
    build: uuid('build')
      .notNull()
      .references(() => builds.id, { onDelete: 'cascade' }),
    at: integer('at').notNull(),
    text: text('text').notNull(),
  },
  (table) => [primaryKey({ columns: [table.build, table.at] })],
)

/** GitLab Runners of accounts: one present each; removed ones stay until GitLab has taken them back. */
export const runners = pgTable(
  'runners',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    /** Outlives the account, to be taken back. */
    account: text('account').notNull(),
    gitlabUrl: text('gitlab_url').notNull(),
    /** The runner's own token, encrypted with the key outside the database. */
    token: bytea('token').notNull(),
    wanted: text('wanted').$type<'present' | 'removed'>().notNull().default('present'),
    state: text('state').$type<'waiting' | 'online' | 'building' | 'failed'>().notNull().default('waiting'),
    reason: jsonb('reason').$type<StoredReason>(),
    backend: text('backend'),
    createdAt: moment('created_at').notNull().defaultNow(),
    removedAt: moment('removed_at'),
  },
  (table) => [
    uniqueIndex('runners_present')
      .on(table.account)
      .where(sql`wanted = 'present'`),
  ],
)

/** Pulls under way: told once for all the containers that wait for the image. */
export const pulls = pgTable(
  'pulls',
  {
    backend: text('backend')
      .notNull()
      .references(() => backends.name, { onDelete: 'cascade' }),
    image: text('image').notNull(),
    /** Whose right it is pulled by; empty: anybody's. */
    account: text('account').notNull().default(''),
    layers: jsonb('layers').$type<LayerProgress[]>().notNull().default([]),
    attempts: integer('attempts').notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.backend, table.image, table.account] })],
)

/** With what accounts pull from registries. */
export const registryCredentials = pgTable(
  'registry_credentials',
  {
    account: text('account')
      .notNull()
      .references(() => accounts.name, { onDelete: 'cascade' }),
    registry: text('registry').notNull(),
    userName: text('user_name').notNull(),
    /** Encrypted with the key outside the database. */
    password: bytea('password').notNull(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.account, table.registry] })],
)

/**
 * Repositories that are pulled from with a login: what lies there of them is no sign that others may have it. `atStart`:
 * a login was at hand where containers are pulled as they start; whether it was needed is not known.
 */
export const privateRepositories = pgTable(
  'private_repositories',
  { repository: text('repository').notNull(), atStart: boolean('at_start').notNull() },
  (table) => [primaryKey({ columns: [table.repository, table.atStart] })],
)

export const audit = pgTable(
  'audit',
  {
    id: bigint('id', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    time: moment('time').notNull().defaultNow(),
    account: text('account'),
    action: text('action').notNull(),
    target: text('target'),
    owner: text('owner'),
    outcome: text('outcome').notNull(),
    address: text('address'),
  },
  (table) => [index('audit_account').on(table.account, table.id)],
)

/** Failed logins per account and per address, kept here so that every replica counts the same. */
export const loginFailures = pgTable(
  'login_failures',
  {
    subject: text('subject').notNull(),
    since: moment('since').notNull().defaultNow(),
    count: integer('count').notNull().default(1),
  },
  (table) => [primaryKey({ columns: [table.subject] })],
)
