import { labels } from '../../translate/names.ts'
import { quoted, refusal } from '../refusal.ts'
import { parseInstruction, type Instruction } from './parse-dockerfile.ts'
import { splitWords } from './split-words.ts'

/** What a COPY or an ADD is made of: `from` is null where it copies from the context. */
export interface CopyParts {
  readonly flags: readonly string[]
  readonly from: string | null
  readonly rest: string
}

/** Berth ties containers and images to accounts by labels of this prefix. */
const reservedPrefix = 'berth.'
/** Those in use, wherever they stand: however the text may be split, none of them comes through. */
const reserved = new RegExp(Object.values(labels).join('|').replaceAll('.', '\\.'), 'i')

/** Flags at the start, of a form that no reader can take for two things; throws for any other. */
export function copyParts({ keyword, text }: Instruction): CopyParts {
  const flags: string[] = []
  let from: string | null = null
  let rest = text
  for (;;) {
    const match = /^(--\S*)[\t\v\f\r ]+(.*)$/s.exec(rest)
    if (match === null) break
    const flag = match[1] ?? ''
    rest = match[2] ?? ''
    const parts = /^--(from|chown|chmod)=([\w.:/@{}$-]+)$/.exec(flag)
    if (parts === null || (parts[1] === 'from' && (keyword !== 'COPY' || from !== null)))
      throw refusal(
        `${keyword} does not take ${quoted(flag)} here: --from (COPY), --chown and --chmod are known.`,
      )
    if (parts[1] === 'from') from = parts[2] ?? ''
    else flags.push(flag)
  }
  if (rest.startsWith('--')) throw refusal(`${keyword} in the Dockerfile has no files after its flags.`)
  if (from?.includes('$') === true)
    throw refusal('COPY --from does not take variables: name a stage that begins FROM the image instead.')
  return { flags, from, rest }
}

/** Throws for what an instruction may not do, wherever it stands; FROM and COPY --from are judged by their images. */
export function judgeInstruction(instruction: Instruction, escape: string): void {
  const { keyword, text } = instruction
  if (keyword === 'RUN' && text.startsWith('--'))
    throw refusal(
      `RUN ${quoted(text.split(/\s/)[0] ?? '')} needs BuildKit, which is not offered here: remove it.`,
    )
  if (keyword === 'LABEL') judgeLabel(text, escape)
  if (keyword === 'COPY' || keyword === 'ADD') {
    const parts = copyParts(instruction)
    if (keyword === 'ADD') judgeSources(parts.rest)
  }
  if (keyword === 'ONBUILD') judgeTrigger(text, escape)
}

/** An instruction that waits for builds on top of it: of the simplest form, and without another image. */
export function judgeTrigger(text: string, escape: string): void {
  const trigger = parseInstruction(text)
  if (['FROM', 'ONBUILD', 'MAINTAINER'].includes(trigger.keyword))
    throw refusal(`ONBUILD does not take ${trigger.keyword}.`)
  if (
    `${trigger.keyword} ${trigger.text}` !== text.trim() ||
    /[\n\r\0]|<</.test(text) ||
    text.endsWith(escape)
  )
    throw refusal(`The ONBUILD instruction ${quoted(text)} is not of a plain form.`)
  if (trigger.text.startsWith('--')) throw refusal(`An ONBUILD instruction takes no flags: ${quoted(text)}.`)
  // The builder runs it as it stands, and unpacks what is an archive by its content: a folder never is.
  if (trigger.keyword === 'ADD' && !/^\.\/?[\t ]+\S+$/.test(trigger.text))
    throw refusal(`ONBUILD takes COPY in place of ADD: ${quoted(text)}.`)
  judgeInstruction(trigger, escape)
}

/** What the builder would unpack, by its name. */
const archive = /\.(?:tar(?:\.\w+)?|t[bglxz]z2?|tb2|tzst)$/i

/**
 * ADD fetches addresses from the server itself, not from the build's own network, and unpacks archives in the daemon,
 * which nothing limits and nothing breaks off. Neither is left: plan-build writes COPY in its place.
 */
function judgeSources(rest: string): void {
  const words = rest.startsWith('[') ? jsonWords(rest) : rest.split(/[\t\v\f\r ]+/)
  for (const source of words.slice(0, -1)) {
    if (/["'\\`$]/.test(source))
      throw refusal(`ADD takes plain file names only, not ${quoted(source)}: use COPY for others.`)
    if (/:\/\/|^\w+@|^(?:https?|git|ssh|ftp):|^github\.com\//i.test(source))
      throw refusal(`ADD does not fetch ${quoted(source)}: use RUN with curl, wget or git.`)
    if (archive.test(source))
      throw refusal(
        `ADD does not unpack ${quoted(source)} here: COPY it, and unpack it in a RUN (tar -xf), where its size is limited.`,
      )
  }
}

function jsonWords(text: string): string[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    value = null
  }
  if (!Array.isArray(value) || !value.every((word) => typeof word === 'string'))
    throw refusal(`ADD ${quoted(text)} is not a list of file names.`)
  return value
}

function judgeLabel(text: string, escape: string): void {
  const own = refusal('Labels that begin with “berth.” are Berth’s own: leave them out.')
  if (reserved.test(text.replaceAll(/["'\\`]/g, ''))) throw own
  const words = splitWords(text, escape)
  const keys =
    words[0]?.includes('=') === true ? words.map((word) => word.split('=')[0] ?? '') : [words[0] ?? '']
  for (const key of keys) {
    if (key.replaceAll(/["']/g, '').toLowerCase().startsWith(reservedPrefix)) throw own
    if (!/^(["']?)[\w./-]+\1$/.test(key))
      throw refusal(`LABEL takes names of letters, digits, dots, hyphens and slashes, not ${quoted(key)}.`)
  }
}
