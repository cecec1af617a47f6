import { quoted, refusal } from '../refusal.ts'
import { expandWord, type Variables } from './expand-word.ts'
import { copyParts, judgeInstruction } from './judge-instruction.ts'
import { parseDockerfile, type Instruction } from './parse-dockerfile.ts'
import { splitWords } from './split-words.ts'

/** What stands where a Dockerfile names an image: another stage (as the daemon is told), nothing, or an image. */
type Source = { readonly text: string } | { readonly image: string }

/** A Dockerfile that may be built once each of its images is known. */
export interface BuildPlan {
  /** The images as they are named, variables replaced; each once. */
  readonly images: readonly string[]
  /** A stage begins with nothing: the builder's cache would then be looked for among everybody's images. */
  readonly fromScratch: boolean
  /** The Dockerfile for the daemon: every image by the ID that `ids` gives, every stage with these labels. */
  write(ids: ReadonlyMap<string, string>, labels: Readonly<Record<string, string>>): string
}

type Line = (ids: ReadonlyMap<string, string>, label: string) => string

interface Reading {
  readonly escape: string
  readonly stages: string[]
  readonly images: Set<string>
  readonly lines: Line[]
  readonly variables: Map<string, string>
  scratch: boolean
}

/**
 * Judges a Dockerfile. `buildArguments` as given with the build; `platform` as `linux/amd64`. Throws
 * `build-refused` with what is not allowed.
 */
export function planBuild(source: string, buildArguments: Variables, platform: string): BuildPlan {
  const { escape, instructions } = parseDockerfile(source)
  const reading: Reading = {
    escape,
    stages: [],
    images: new Set(),
    lines: [],
    variables: platformVariables(platform),
    scratch: false,
  }
  let begun = false
  for (const instruction of instructions) {
    if (instruction.keyword === 'FROM') {
      begun = true
      readFrom(instruction, reading, platform)
    } else if (!begun) readArgument(instruction, reading, buildArguments)
    else readOther(instruction, reading)
  }
  if (!begun) throw refusal('The Dockerfile has no FROM.')
  return {
    images: [...reading.images],
    fromScratch: reading.scratch,
    write: (ids, labels) => write(reading, ids, labels),
  }
}

function write(
  reading: Reading,
  ids: ReadonlyMap<string, string>,
  labels: Readonly<Record<string, string>>,
): string {
  const label = Object.entries(labels).map(
    ([key, value]) => `${JSON.stringify(key)}=${JSON.stringify(value)}`,
  )
  const head = reading.escape === '`' ? ['# escape=`'] : []
  return [...head, ...reading.lines.map((line) => line(ids, `LABEL ${label.join(' ')}`)), ''].join('\n')
}

/** https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope */
function platformVariables(platform: string): Map<string, string> {
  const [os = '', architecture = ''] = platform.split('/')
  const of = (prefix: string): [string, string][] => [
    [`${prefix}PLATFORM`, platform],
    [`${prefix}OS`, os],
    [`${prefix}ARCH`, architecture],
  ]
  return new Map([...of('BUILD'), ...of('TARGET')])
}

function readArgument({ keyword, text }: Instruction, reading: Reading, given: Variables): void {
  if (keyword !== 'ARG')
    throw refusal(`The Dockerfile begins with ${keyword}: only ARG may stand before FROM.`)
  for (const word of splitWords(text, reading.escape)) {
    const [name = '', ...value] = word.split('=')
    if (!/^\w+$/.test(name)) throw refusal(`ARG ${quoted(name)} is not a name.`)
    const own = expandWord(value.join('='), reading.variables, reading.escape)
    const chosen = given.get(name) ?? (value.length > 0 ? own : undefined)
    if (chosen !== undefined) reading.variables.set(name, chosen)
  }
  reading.lines.push(() => `ARG ${text}`)
}

function readFrom({ text }: Instruction, reading: Reading, platform: string): void {
  const match =
    /^(?:--platform=([^\s'"\\`]+)\s+)?((?:"[^"]*"|'[^']*'|[^\s"'-])(?:"[^"]*"|'[^']*'|[^\s"'])*)(?:\s+[aA][sS]\s+(\S+))?$/.exec(
      text,
    )
  if (match === null) throw refusal(`FROM ${quoted(text)} cannot be read.`)
  const wanted = expandWord(match[1] ?? '', reading.variables, reading.escape)
  if (wanted !== '' && wanted !== platform)
    throw refusal(`This server builds for ${platform}, not for ${quoted(wanted)}.`)
  const name = expandWord(match[2] ?? '', reading.variables, reading.escape).trim()
  if (name === '') throw refusal(`FROM ${quoted(text)} names no image: is a build argument missing?`)
  const stage = match[3]?.toLowerCase()
  if (stage !== undefined && (!/^[a-z][a-z0-9_.-]*$/.test(stage) || stage === 'scratch'))
    throw refusal(`A stage cannot be called ${quoted(stage)}.`)
  const source = fromSource(name, reading)
  reading.stages.push(stage ?? '')
  const as = stage === undefined ? '' : ` AS ${stage}`
  reading.lines.push(
    (ids) => `FROM ${textOf(source, ids)}${as}`,
    (_, label) => label,
  )
}

function fromSource(name: string, reading: Reading): Source {
  if (reading.stages.includes(name.toLowerCase())) return { text: name.toLowerCase() }
  if (name !== 'scratch') return imageSource(name, reading)
  reading.scratch = true
  return { text: name }
}

function imageSource(name: string, reading: Reading): Source {
  reading.images.add(name)
  return { image: name }
}

function textOf(source: Source, ids: ReadonlyMap<string, string>): string {
  if ('text' in source) return source.text
  const id = ids.get(source.image)
  if (id === undefined || !/^sha256:[0-9a-f]{64}$/.test(id)) throw new Error(`No ID for ${source.image}`)
  return id
}

function readOther(instruction: Instruction, reading: Reading): void {
  const { keyword, text } = instruction
  judgeInstruction(instruction, reading.escape)
  if (keyword === 'ADD') {
    reading.lines.push(() => `COPY ${text}`)
    return
  }
  if (keyword !== 'COPY') {
    reading.lines.push(() => `${keyword} ${text}`)
    return
  }
  const { flags, from, rest } = copyParts(instruction)
  if (from === null) {
    reading.lines.push(() => ['COPY', ...flags, rest].join(' '))
    return
  }
  const source = copySource(from, reading)
  reading.lines.push((ids) => ['COPY', `--from=${textOf(source, ids)}`, ...flags, rest].join(' '))
}

/** A number is a stage's, a name an earlier stage's before it is an image's: as the builder decides. */
function copySource(from: string, reading: Reading): Source {
  const current = reading.stages.length - 1
  if (/^\d+$/.test(from)) {
    if (Number(from) < current) return { text: String(Number(from)) }
    throw refusal(`COPY --from=${from}: there is no such stage before this one.`)
  }
  const index = reading.stages.indexOf(from.toLowerCase())
  if (index === current) throw refusal(`COPY --from=${from} names its own stage.`)
  if (index >= 0) return { text: from.toLowerCase() }
  if (from === 'scratch') throw refusal('COPY --from=scratch: there is nothing to copy.')
  return imageSource(from, reading)
}
