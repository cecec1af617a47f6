import { BerthError, type BuildOptions, type FieldError } from '@berth/contract'
import { judgeEnvironments } from './environments.ts'
import { accepted, refused, type Judged } from './judged.ts'
import { judgeImageName } from './own-image.ts'

/** What the form or a script says about a build. */
export interface BuildWish {
  readonly name: string
  readonly dockerfile?: string | undefined
  /** NAME=TEXT, separated by spaces, as environment variables are. */
  readonly buildArguments?: string | undefined
  readonly target?: string | undefined
  readonly noCache?: boolean | undefined
  readonly pull?: boolean | undefined
}

/** Judges what is asked of a build: its image's full reference stands as `tag`. Throws `invalid-input`. */
export function judgeBuild(wish: BuildWish, account: string): BuildOptions {
  const errors: FieldError[] = []
  const take = <T>(judged: Judged<T>): T | undefined => {
    if (judged.ok) return judged.value
    errors.push(judged.error)
    return undefined
  }
  const tag = take(judgeImageName(wish.name, account))
  const buildArguments = take(judgeArguments(wish.buildArguments))
  if (tag === undefined || buildArguments === undefined)
    throw new BerthError('invalid-input', {}, { fields: errors })
  const { dockerfile = '', target = '', noCache = false, pull = false } = wish
  return {
    tag,
    dockerfile: dockerfile === '' ? 'Dockerfile' : dockerfile,
    buildArguments,
    ...(target === '' ? {} : { target }),
    noCache,
    pull,
  }
}

/** As environment variables are given, within the same bounds. */
function judgeArguments(text = ''): Judged<Record<string, string>> {
  const judged = judgeEnvironments(text)
  if (!judged.ok) return refused('buildArguments', 'build-arguments-invalid')
  const pairs = judged.value.map((pair) => [
    pair.slice(0, pair.indexOf('=')),
    pair.slice(pair.indexOf('=') + 1),
  ])
  return accepted(Object.fromEntries(pairs) as Record<string, string>)
}
