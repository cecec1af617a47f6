import { BerthError, repositorySchema } from '@berth/contract'

/** A repository of which every part is harmless as an argument of git. */
export interface JudgedRepository {
  readonly url: URL
  /** A branch, a tag or a commit. */
  readonly ref: string
  /** The folder's path, without a slash at either end; empty for the whole. */
  readonly path: string
  /** The `Authorization` header's value. */
  readonly authorization: string | undefined
}

/** Neither an option, nor a refspec of two sides, nor a pattern. https://git-scm.com/docs/git-check-ref-format */
const harmlessRef = /^(?![-+/.])(?!.*(?:\.\.|@\{|\/\/))[^\p{Cc}\s~^:?*[\\]{1,255}$/u

/** Judges what a person says of a repository, as JSON. Throws `repository-invalid`. */
export function judgeRepository(text: string): JudgedRepository {
  const invalid = new BerthError('repository-invalid')
  const said = repositorySchema.safeParse(parsed(text))
  if (!said.success || !URL.canParse(said.data.url)) throw invalid
  const { ref = '', path = '', token = '' } = said.data
  const url = new URL(said.data.url)
  const parts = path.split('/').filter((part) => part !== '' && part !== '.')
  const harmless =
    ['https:', 'http:'].includes(url.protocol) &&
    url.username + url.password + url.search + url.hash === '' &&
    (ref === '' || harmlessRef.test(ref)) &&
    !parts.includes('..') &&
    !/\p{Cc}/u.test(path) &&
    // A token would be readable on its way.
    (token === '' || (url.protocol === 'https:' && /^[\x21-\x7e]+$/.test(token)))
  if (!harmless) throw invalid
  return {
    url,
    ref: ref === '' ? 'HEAD' : ref,
    path: parts.join('/'),
    authorization: token === '' ? undefined : basic(token),
  }
}

/** GitLab and GitHub take an access token with any name; a deploy token comes with its own, as NAME:TOKEN. */
const basic = (token: string): string =>
  `Basic ${Buffer.from(token.includes(':') ? token : `oauth2:${token}`).toString('base64')}`

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
