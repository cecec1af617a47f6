import { BerthError } from '@berth/contract'

/** Of one account: each keeps a connection, and may have a context on the disk. */
const most = 16

/** How many builds an account has at a time: that run, that wait, and whose files are on their way. */
export interface Admission {
  /** Gives what ends the place. Throws `too-many-builds`. */
  enter(account: string): () => void
}

export function createAdmission(): Admission {
  const counts = new Map<string, number>()
  return {
    enter(account) {
      const count = counts.get(account) ?? 0
      if (count >= most) throw new BerthError('too-many-builds', { max: most })
      counts.set(account, count + 1)
      let left = false
      return () => {
        const now = counts.get(account) ?? 0
        if (left) return
        left = true
        if (now > 1) counts.set(account, now - 1)
        else counts.delete(account)
      }
    },
  }
}
