import type { ObservedRunner } from '@berth/contract'
import { BerthError } from '@berth/contract'
import type { Pool } from 'pg'
import type { Logger } from 'pino'
import { agentError } from '../backends/agent-error.ts'
import type { Backends, ConnectedBackend } from '../backends/backends.ts'
import { buildBackend } from '../builds/build-backend.ts'
import { buildTerms, lyingImages, sendTerms } from '../builds/open-build-endpoint.ts'
import type { EventHub } from '../events/event-hub.ts'
import type { Secrets } from '../secrets/secrets.ts'
import type { Settings } from '../settings/settings.ts'
import { inTurns } from '../in-turns.ts'
import { createGitlabCalls, type GitlabCalls } from './gitlab-calls.ts'
import { unregisterRunner, verifyRunner } from './gitlab.ts'
import { forgetRunner, listRunners, noteRunner, runnerPurpose, type RunnerRow } from './runner-store.ts'

export interface RunnerParts {
  readonly pool: Pool
  readonly log: Logger
  readonly hub: EventHub
  readonly backends: Backends
  readonly secrets: Secrets
  readonly settings: Settings
}

/** Milliseconds. */
const agentPatience = 60_000
const refresh = 60_000
const giveUpAfter = 24 * 3_600_000

type Places = ReadonlyMap<string, Looked>

/** A backend as one look found it. */
interface Looked {
  readonly backend: ConnectedBackend
  readonly runners: ReadonlyMap<string, ObservedRunner>
  /** Public images that lie there, asked once. */
  lying: Promise<string[]> | undefined
}
type Row = Awaited<ReturnType<typeof listRunners>>[number]
type Outcome = Pick<RunnerRow, 'state' | 'reason' | 'backend'>

/** Looks after runners: `run` brings about what is wanted, as far as it can be now. */
export function createReconciler(parts: RunnerParts): { run(): Promise<void> } {
  /** When a runner was last put in force as a whole. */
  const refreshed = new Map<string, number>()
  const gitlab = createGitlabCalls()
  return {
    async run() {
      const rows = await listRunners(parts.pool)
      const places = await look(parts)
      const present = rows.filter(({ wanted, enabled }) => wanted === 'present' && enabled)
      await stopOthers(parts, places, present)
      const started = Date.now()
      await inTurns(rows, async (row) => {
        if (row.wanted === 'removed') return takeBack(parts, gitlab, row)
        const due = started - (refreshed.get(row.id) ?? 0) > refresh
        const done = () => void refreshed.set(row.id, started)
        const outcome = row.enabled ? await bringAbout(parts, { places, gitlab }, row, { due, done }) : idle
        await noteRunner(parts.pool, row.id, outcome.state, outcome.reason, outcome.backend)
      })
    },
  }
}

const idle: Outcome = { state: 'waiting', reason: null, backend: null }

async function look({ backends, log }: RunnerParts): Promise<Map<string, Looked>> {
  const found = new Map<string, Looked>()
  const able = backends.all().filter(({ row }) => row.reachable && row.info?.capabilities.builds === true)
  await Promise.all(
    able.map(async (backend) => {
      try {
        const runners = await backend.client.listRunners({ signal: AbortSignal.timeout(agentPatience) })
        const byAccount = new Map(runners.map((runner) => [runner.account, runner]))
        found.set(backend.row.name, { backend, runners: byAccount, lying: undefined })
      } catch (error) {
        log.warn({ err: error, backend: backend.row.name }, 'runners could not be listed')
      }
    }),
  )
  return found
}

/** Whatever runs for an account that has no runner there: removed, moved, or its account disabled. */
async function stopOthers({ log }: RunnerParts, looked: Places, present: readonly Row[]): Promise<void> {
  const wanted = new Set(present.map(({ account, backend }) => `${account} ${backend ?? ''}`))
  const others = [...looked].flatMap(([name, { backend, runners }]) =>
    [...runners.keys()]
      .filter((account) => !wanted.has(`${account} ${name}`))
      .map((account) => ({ account, backend })),
  )
  await inTurns(others, async ({ account, backend }) => {
    await backend.client
      .stopRunner({ params: { account }, signal: AbortSignal.timeout(agentPatience) })
      .catch((error: unknown) => log.warn({ err: error, account }, 'a runner could not be stopped'))
  })
}

/** Starts a runner that does not run, or whose terms are due, and tells how it is. */
async function bringAbout(
  parts: RunnerParts,
  { places, gitlab }: { readonly places: Places; readonly gitlab: GitlabCalls },
  row: Row,
  { due, done }: { readonly due: boolean; readonly done: () => void },
): Promise<Outcome> {
  let backend = row.backend
  try {
    const token = parts.secrets.open(row.token, runnerPurpose(row.account))
    backend ??= (await buildBackend(parts.pool, parts.backends, row.account, undefined)).row.name
    const place = places.get(backend)
    if (place === undefined) throw new BerthError('backend-unreachable', { backend })
    const seen = place.runners.get(row.account)
    const stands = seen?.id === row.id && seen.open && !due
    const observed = stands ? seen : await start(parts, place, row, token)
    if (due) done()
    if (!observed.running) return failed('runner-ended', backend, {}, redacted(observed.log, token))
    const verified = await gitlab.verify(row.id, row.gitlabUrl, () => verifyRunner(row.gitlabUrl, token))
    if (!verified && row.reason?.code.startsWith('gitlab-') === true) return row
    return { state: observed.builds > 0 ? 'building' : 'online', reason: null, backend }
  } catch (error) {
    return outcomeOf(agentError(error, backend ?? ''), backend)
  }
}

/** What passes by itself is waited for. */
const passing: ReadonlySet<string> = new Set([
  'backend-unreachable',
  'runtime-unavailable',
  'builds-unavailable',
  'deadline-exceeded',
  'gitlab-unreachable',
  'image-absent',
])

const outcomeOf = ({ code, params }: BerthError, backend: string | null): Outcome =>
  passing.has(code)
    ? { state: 'waiting', reason: { code, params: { ...params } }, backend }
    : failed(code, backend, params)

const failed = (
  code: string,
  backend: string | null,
  params: BerthError['params'],
  log: string[] = [],
): Outcome => ({ state: 'failed', reason: { code, params: { ...params }, log }, backend })

const redacted = (log: readonly string[], token: string): string[] =>
  log.map((line) => line.replaceAll(token, '…'))

async function start(parts: RunnerParts, place: Looked, row: Row, token: string): Promise<ObservedRunner> {
  const { account, id, gitlabUrl } = row
  place.lying ??= lyingImages(place.backend)
  const lying = await place.lying
  return sendTerms(
    () => buildTerms(parts.pool, place.backend.row.name, account, lying),
    (terms) =>
      place.backend.client.startRunner({
        params: { account },
        body: { id, image: parts.settings.runners.image, gitlabUrl, token, terms },
        signal: AbortSignal.timeout(agentPatience),
      }),
  )
}

/** GitLab forgets the runner, then Berth its token; without GitLab's word for a day it is forgotten anyway. */
async function takeBack({ pool, secrets, log }: RunnerParts, gitlab: GitlabCalls, row: Row): Promise<void> {
  try {
    const token = secrets.open(row.token, runnerPurpose(row.account))
    await gitlab.ask(row.gitlabUrl, () => unregisterRunner(row.gitlabUrl, token))
  } catch (error) {
    if (Date.now() - (row.removedAt?.getTime() ?? 0) < giveUpAfter) return
    log.warn({ err: error, account: row.account }, 'GitLab could not be told that a runner is gone')
  }
  await forgetRunner(pool, row.id)
}
