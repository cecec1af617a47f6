import { plainPath } from './context/tar-header.ts'
import { ownName } from './own-name.ts'
import { quoted, refusal } from './refusal.ts'

/** What somebody may say about a build, judged. */
export interface BuildRequest {
  /** Full names of the account's own images. */
  readonly tags: readonly string[]
  readonly dockerfile: string
  readonly buildArguments: Readonly<Record<string, string | null>>
  readonly labels: Readonly<Record<string, string>>
  readonly target: string | undefined
  readonly noCache: boolean
  /** Base images are asked for from their registries again. */
  readonly pull: boolean
  readonly quiet: boolean
  /** No network at all; else the account's own. */
  readonly offline: boolean
}

type Judge = (value: string) => void

const truthy = (value: string | null): boolean =>
  !['', '0', 'no', 'false', 'none'].includes((value ?? '').trim().toLowerCase())

const only =
  (allowed: readonly string[], sentence: string): Judge =>
  (value) => {
    if (!allowed.includes(value)) throw refusal(sentence)
  }
const anything: Judge = () => undefined
const nothing = (sentence: string): Judge => only(['', '0', '[]', '{}', 'null', 'false'], sentence)
const buildKit = 'Builds with BuildKit are not offered here: set DOCKER_BUILDKIT=0.'
/** Berth's own limits stand in their place. */
const limited = anything

/** Every parameter of `POST /build` (https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Image/operation/ImageBuild) and of newer clients. */
const parameters: Readonly<Record<string, Judge>> = {
  t: anything,
  dockerfile: anything,
  buildargs: anything,
  labels: anything,
  target: anything,
  nocache: anything,
  pull: anything,
  q: anything,
  rm: anything,
  forcerm: anything,
  version: only(['', '1'], buildKit),
  session: nothing(buildKit),
  buildid: anything,
  // Where BuildKit's clients have the files fetched from.
  remote: (value) =>
    nothing(
      value === 'client-session'
        ? buildKit
        : 'A build from an address is not offered: send the files (docker build .).',
    )(value),
  networkmode: only(
    ['', 'default', 'bridge', 'none'],
    'A build has its account’s own network: leave --network out, or say none.',
  ),
  memory: limited,
  memswap: limited,
  cpushares: limited,
  cpuperiod: limited,
  cpuquota: limited,
  cpusetcpus: only([''], 'A build cannot choose CPUs: leave --cpuset-cpus out.'),
  cpusetmems: only([''], 'A build cannot choose memory nodes: leave --cpuset-mems out.'),
  cgroupparent: only([''], 'A build cannot choose its control group: leave --cgroup-parent out.'),
  ulimits: nothing('A build’s limits are Berth’s: leave --ulimit out.'),
  shmsize: limited,
  securityopt: nothing('Security options are not offered: leave --security-opt out.'),
  extrahosts: nothing('--add-host is not offered for builds: write to /etc/hosts in a RUN.'),
  isolation: only(['', 'default'], 'Isolation is Berth’s: leave --isolation out.'),
  squash: (value) => {
    if (truthy(value)) throw refusal('--squash is not offered here: leave it out.')
  },
  platform: anything,
  outputs: nothing('Only images are made here: leave --output out.'),
  cachefrom: anything,
}

/** Judges a build's query; `platform` is the daemon's, as `linux/amd64`. Throws `build-refused` for what is not offered. */
export function judgeQuery(query: URLSearchParams, account: string, platform: string): BuildRequest {
  for (const [name, value] of query) {
    const judge = Object.hasOwn(parameters, name) ? parameters[name] : undefined
    if (judge === undefined) throw refusal(`The build option ${quoted(name)} is not offered here.`)
    judge(value)
    if (name !== 't' && query.getAll(name).length > 1)
      throw refusal(`The build option ${quoted(name)} is given more than once.`)
  }
  judgePlatform(query.get('platform') ?? '', platform)
  judgeCache(query.get('cachefrom') ?? '', account)
  const target = query.get('target') ?? ''
  if (!/^[\w.-]{0,128}$/.test(target)) throw refusal(`There is no stage ${quoted(target)}.`)
  return {
    tags: query
      .getAll('t')
      .filter((tag) => tag !== '')
      .map((tag) => ownName(tag, account)),
    dockerfile: judgePath(query.get('dockerfile') ?? ''),
    buildArguments: textMap(query.get('buildargs'), '--build-arg', true),
    labels: judgeLabels(textMap(query.get('labels'), '--label', false)),
    target: target === '' ? undefined : target,
    noCache: truthy(query.get('nocache')),
    pull: truthy(query.get('pull')),
    quiet: truthy(query.get('q')),
    offline: query.get('networkmode') === 'none',
  }
}

function judgePath(typed: string): string {
  const path = plainPath(typed === '' ? 'Dockerfile' : typed)
  if (path === '' || path.split('/').includes('..') || path.includes('\0') || path.length > 1_000)
    throw refusal(`The Dockerfile must be inside the build context, not at ${quoted(typed)}.`)
  return path
}

function judgePlatform(typed: string, platform: string): void {
  if (typed !== '' && typed !== platform)
    throw refusal(`This server builds for ${platform}, not for ${quoted(typed)}.`)
}

/** The builder's own cache already holds what the account built: its own images are right, and no use. */
function judgeCache(typed: string, account: string): void {
  if (typed === '' || typed === 'null') return
  const names = parseJson(typed)
  if (!Array.isArray(names)) throw refusal('--cache-from is not a list of images.')
  for (const name of names) ownName(String(name), account)
}

/** Labels of `berth.` are Berth's: it adds them itself. */
function judgeLabels(labels: Readonly<Record<string, string | null>>): Record<string, string> {
  const own = Object.keys(labels).some((key) => key.trim().toLowerCase().startsWith('berth.'))
  if (own) throw refusal('Labels that begin with “berth.” are Berth’s own: leave them out.')
  return Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, value ?? '']))
}

function textMap(text: string | null, option: string, nullable: boolean): Record<string, string | null> {
  if (text === null || text === '') return {}
  const value = parseJson(text) ?? {}
  const entries = typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : [['', 0]]
  const sound = (item: unknown): item is string | null =>
    typeof item === 'string' || (nullable && item === null)
  const result: [string, string | null][] = []
  for (const [key, item] of entries as [string, unknown][]) {
    if (key === '' || /[\0\n\r]/.test(key) || !sound(item)) throw refusal(`${option} is not NAME=TEXT.`)
    result.push([key, item])
  }
  return Object.fromEntries(result)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw refusal(`${quoted(text)} is not JSON.`)
  }
}
