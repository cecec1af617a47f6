import { quoted, refusal } from '../refusal.ts'

/** One instruction: its keyword in capitals and everything after it, on one line. */
export interface Instruction {
  readonly keyword: string
  readonly text: string
}

export interface Dockerfile {
  readonly escape: '\\' | '`'
  readonly instructions: readonly Instruction[]
}

const keywords = new Set(
  'FROM ARG RUN CMD LABEL EXPOSE ENV ADD COPY ENTRYPOINT VOLUME USER WORKDIR ONBUILD STOPSIGNAL HEALTHCHECK SHELL MAINTAINER'.split(
    ' ',
  ),
)
/** A line the builder takes at most: bufio.MaxScanTokenSize of Go, in bytes. */
const longestLine = 65_535

/**
 * Reads a Dockerfile into instructions without continuations, comments and directives. Only what is read here is
 * written again for the daemon, so how the daemon would have read the original is never in play.
 * Throws `build-refused` for what is no Dockerfile of the classic builder.
 */
export function parseDockerfile(source: string): Dockerfile {
  const lines = source
    .replace(/^\u{feff}/u, '')
    .split('\n')
    .map((line) => line.replace(/\r$/, ''))
  const escape = escapeOf(lines)
  const instructions = joinLines(lines, escape).map(parseInstruction)
  for (const instruction of instructions) check(instruction, escape)
  return { escape, instructions }
}

/** Splits the keyword off; the keyword's letters are ASCII, so no other reading of the line's start is possible. */
export function parseInstruction(line: string): Instruction {
  const match = /^([A-Za-z]+)(?:[\t\v\f\r ]+(.*))?$/s.exec(line.trim())
  const keyword = match?.[1]?.toUpperCase() ?? ''
  if (!keywords.has(keyword)) throw refusal(`The Dockerfile has an unknown instruction: ${quoted(line)}.`)
  const text = match?.[2]?.trim() ?? ''
  if (text === '') throw refusal(`${keyword} in the Dockerfile has no argument.`)
  return { keyword, text }
}

/** Directives stand at the top, before any other line: https://docs.docker.com/reference/dockerfile/#parser-directives */
function escapeOf(lines: readonly string[]): Dockerfile['escape'] {
  for (const line of lines) {
    const directive = /^\s*#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/.exec(line)
    if (directive === null) break
    if (directive[1]?.toLowerCase() !== 'escape') continue
    if (directive[2] === '\\' || directive[2] === '`') return directive[2]
    throw refusal('The escape directive of the Dockerfile must be \\ or `.')
  }
  return '\\'
}

function joinLines(lines: readonly string[], escape: string): string[] {
  const continued = escape === '\\' ? /\\[ \t]*$/ : /`[ \t]*$/
  const joined: string[] = []
  let open: string | undefined
  for (const line of lines) {
    if (/^\s*#/.test(line) || line.trim() === '') continue
    const text = (open ?? '') + (open === undefined ? line.trimStart() : line)
    if (continued.test(text)) open = text.replace(continued, '')
    else {
      joined.push(text)
      open = undefined
    }
  }
  if (open !== undefined && open.trim() !== '') joined.push(open)
  return joined
}

function check({ keyword, text }: Instruction, escape: string): void {
  if (text.endsWith(escape)) throw refusal(`${keyword} in the Dockerfile ends in the escape character.`)
  if (/[\n\0]/.test(text)) throw refusal(`${keyword} in the Dockerfile holds a control character.`)
  if (Buffer.byteLength(text) + keyword.length + 1 > longestLine)
    throw refusal(`${keyword} in the Dockerfile is longer than 64 KiB: put it into a script and COPY that.`)
  const heredoc = /(?:^|[\s;|&(){}])["']?\d*<<-?["'\\]*[\w.]/.test(text)
  if (heredoc && ['RUN', 'COPY', 'ADD', 'ONBUILD'].includes(keyword))
    throw refusal(
      `Heredocs (<<) need BuildKit, which is not offered here: put the text into a file and COPY it.`,
    )
}
