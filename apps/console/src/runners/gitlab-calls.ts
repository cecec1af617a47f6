import { BerthError } from '@berth/contract'

/** Calls to GitLabs, no more often than they bear. */
export interface GitlabCalls {
  /** Throws what the work throws; while a GitLab is left alone, why. */
  ask(url: string, work: () => Promise<void>): Promise<void>
  /** Whether GitLab said now that it knows the runner; it is not asked before that is due again. Throws if it does not. */
  verify(id: string, url: string, work: () => Promise<void>): Promise<boolean>
}

/** Milliseconds. GitLab may take no more than an hour's 3,600 calls from one address. */
const verification = 600_000
const unreachable = 5_000

/** One that did not answer, or asked for time, is left alone for so long. */
export function createGitlabCalls(now: () => number = Date.now): GitlabCalls {
  const pauses = new Map<string, { readonly until: number; readonly error: BerthError }>()
  const due = new Map<string, number>()
  const ask = async (url: string, work: () => Promise<void>): Promise<void> => {
    const pause = pauses.get(url)
    if (pause !== undefined && pause.until > now()) throw pause.error
    try {
      await work()
    } catch (error) {
      const milliseconds = error instanceof BerthError ? pauseAfter(error) : null
      if (error instanceof BerthError && milliseconds !== null)
        pauses.set(url, { until: now() + milliseconds, error })
      throw error
    }
  }
  return {
    ask,
    async verify(id, url, work) {
      if ((due.get(id) ?? 0) > now()) return false
      // Those that were verified together are not for ever.
      const schedule = () => due.set(id, now() + verification * (0.75 + Math.random() / 2))
      try {
        await ask(url, work)
        schedule()
        return true
      } catch (error) {
        const { code } = error instanceof BerthError ? error : { code: null }
        if (code === 'gitlab-busy') return false
        if (code === 'gitlab-token-refused') schedule()
        throw error
      }
    },
  }
}

const pauseAfter = ({ code, params }: BerthError): number | null =>
  code === 'gitlab-busy'
    ? Number(params['seconds']) * 1_000
    : code === 'gitlab-unreachable'
      ? unreachable
      : null
