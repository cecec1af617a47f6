import { BerthError } from '@berth/contract'

/** Milliseconds. */
const patience = 10_000

/** Runner authentication tokens, also with an installation's own prefix. https://docs.gitlab.com/security/tokens/ */
const isOwnToken = (token: string): boolean => /(^|-)glrtr?-/.test(token)

/**
 * Makes a pasted token the runner's own: an authentication token is verified, an older registration token registers a
 * new runner. Gives the runner's token. Throws `gitlab-token-refused`, `gitlab-unreachable` or
 * `gitlab-busy`. https://docs.gitlab.com/api/runners/
 */
export async function registerRunner(gitlabUrl: string, token: string): Promise<string> {
  if (isOwnToken(token)) {
    await verifyRunner(gitlabUrl, token)
    return token
  }
  const answer = await ask(gitlabUrl, 'POST', '/runners', { token, description: 'Berth' })
  const made: unknown = await answer.json().catch(() => undefined)
  if (typeof made === 'object' && made !== null && 'token' in made && typeof made.token === 'string')
    return made.token
  throw new BerthError('gitlab-unreachable', { url: gitlabUrl })
}

/** Throws `gitlab-token-refused` if GitLab no longer knows the runner. */
export async function verifyRunner(gitlabUrl: string, token: string): Promise<void> {
  await ask(gitlabUrl, 'POST', '/runners/verify', { token })
}

/** Done when GitLab does not know the runner any more, also if it did not before. Throws `gitlab-unreachable` or `gitlab-busy`. */
export async function unregisterRunner(gitlabUrl: string, token: string): Promise<void> {
  try {
    await ask(gitlabUrl, 'DELETE', '/runners', { token })
  } catch (error) {
    if (!(error instanceof BerthError && error.code === 'gitlab-token-refused')) throw error
  }
}

/** The token travels in the body, which no log keeps. A redirect is not followed: it would carry the token along. */
async function ask(gitlabUrl: string, method: string, path: string, body: object): Promise<Response> {
  const answer = await fetch(`${gitlabUrl}/api/v4${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    redirect: 'manual',
    signal: AbortSignal.timeout(patience),
  }).catch((error: unknown) => {
    throw new BerthError('gitlab-unreachable', { url: gitlabUrl }, { cause: error })
  })
  if (answer.ok) return answer
  await answer.body?.cancel()
  if (answer.status === 429)
    throw new BerthError('gitlab-busy', {
      url: gitlabUrl,
      seconds: secondsOf(answer.headers.get('retry-after')),
    })
  const refused = [400, 401, 403, 404, 410, 422].includes(answer.status)
  throw new BerthError(refused ? 'gitlab-token-refused' : 'gitlab-unreachable', { url: gitlabUrl })
}

/** https://www.rfc-editor.org/rfc/rfc9110#field.retry-after : seconds or a date. An hour at most; a minute where it says nothing. */
function secondsOf(retryAfter: string | null): number {
  const text = retryAfter ?? ''
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1_000
  return Number.isNaN(seconds) ? 60 : Math.min(3_600, Math.max(1, Math.ceil(seconds)))
}
