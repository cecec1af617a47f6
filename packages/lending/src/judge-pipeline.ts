import { BerthError } from '@berth/contract'
import type { PipelineImage, PipelineOptions } from './gitlab-ci.ts'
import { judgeBuild } from './build-image.ts'
import { splitWords } from './split-words.ts'

/** What the form or a script says about a pipeline. */
export interface PipelineWish {
  /** NAME or NAME=FOLDER, separated by spaces. */
  readonly images: string
  readonly tag: PipelineOptions['tag']
  readonly dockerfile?: string | undefined
  readonly buildArguments?: string | undefined
  /** Separated by spaces. */
  readonly runnerTags?: string | undefined
}

/** As many jobs as GitLab shows well. */
const mostImages = 20
/** A folder below the repository: no way out, nothing that a command line takes for an option. */
const folder = /^(?!-)(?!\/)(?!.*(^|\/)\.\.(\/|$))[^\0\r\n]{1,500}$/

/** GitLab's tags are any text; YAML quotes it. */
const runnerTag = /^[^\p{Cc},]{1,255}$/u

/** Judges what is asked of a `.gitlab-ci.yml`. Throws `invalid-input` with the fields that are wrong. */
export function judgePipeline(
  { images, tag, dockerfile, buildArguments, runnerTags = '' }: PipelineWish,
  account: string,
): PipelineOptions {
  const words = splitWords(images) ?? []
  const named = words.map((word): PipelineImage => {
    const at = word.indexOf('=')
    const name = at < 0 ? word : word.slice(0, at)
    const judged = judgeBuild({ name, buildArguments }, account)
    const context = at < 0 ? '.' : word.slice(at + 1)
    if (name.includes(':') || name.includes('/')) throw invalid('name', 'image-name-invalid')
    if (!folder.test(context)) throw invalid('images', 'path-invalid')
    if (dockerfile !== undefined && !folder.test(dockerfile)) throw invalid('dockerfile', 'path-invalid')
    return {
      name,
      context,
      ...(dockerfile === undefined ? {} : { dockerfile }),
      buildArguments: judged.buildArguments,
    }
  })
  const names = new Set(named.map(({ name }) => name))
  if (named.length === 0 || named.length > mostImages || names.size < named.length)
    throw invalid('images', 'image-name-invalid')
  const tags = splitWords(runnerTags)
  if (tags === null || tags.length > mostImages || tags.some((one) => !runnerTag.test(one)))
    throw invalid('runnerTags', 'invalid-input')
  return { images: named, tag, runnerTags: tags }
}

const invalid = (path: string, code: 'image-name-invalid' | 'path-invalid' | 'invalid-input'): BerthError =>
  new BerthError('invalid-input', {}, { fields: [{ path, code, params: {} }] })
