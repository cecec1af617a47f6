import { BerthError } from '@berth/contract'
import type { Context } from '../context.ts'
import { registerRunner, verifyRunner } from './gitlab.ts'
import { findRunners, replaceRunner, runnerPurpose, type RunnerRow } from './runner-store.ts'

/**
 * Gives an account the runner of this token, once GitLab has accepted it. A token that it has already is verified and
 * changes nothing; one that was about to be taken back is kept. Throws what `registerRunner` throws, `gitlab-missing`
 * and `gitlab-unknown`.
 */
export async function setRunner(
  { pool, secrets, settings }: Context,
  account: string,
  token: string,
  asked: string | undefined,
): Promise<void> {
  const { gitlabUrls } = settings.runners
  const gitlabUrl = asked === undefined || asked === '' ? gitlabUrls[0] : asked.replace(/\/+$/, '')
  if (gitlabUrl === undefined || gitlabUrls.length === 0) throw new BerthError('gitlab-missing')
  if (!gitlabUrls.includes(gitlabUrl))
    throw new BerthError('gitlab-unknown', { url: gitlabUrl.slice(0, 100) })
  const same = (row: RunnerRow) =>
    row.gitlabUrl === gitlabUrl && secrets.open(row.token, runnerPurpose(account)) === token
  const known = (await findRunners(pool, account)).filter(same)
  if (known.some(({ wanted }) => wanted === 'present')) return verifyRunner(gitlabUrl, token)
  const own = known.length > 0 ? token : await registerRunner(gitlabUrl, token)
  if (known.length > 0) await verifyRunner(gitlabUrl, token)
  const sealed = secrets.seal(own, runnerPurpose(account))
  await replaceRunner(
    pool,
    account,
    gitlabUrl,
    sealed,
    known.map(({ id }) => id),
  )
}
