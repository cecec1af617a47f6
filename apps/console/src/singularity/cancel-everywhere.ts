import type { Context } from '../context.ts'
import type { Conversions, WishKey } from './conversions.ts'

const channel = 'berth_singularity_cancelled'

/** Ends an account's conversion here and, through PostgreSQL, at every other replica. */
export function cancelEverywhere(
  { notify, database }: Pick<Context, 'notify' | 'database'>,
  conversions: Conversions,
  replica: string,
): { readonly cancel: (wish: WishKey) => Promise<void>; readonly close: () => void } {
  const close = notify.listen(channel, (payload) => {
    const { by, ...wish } = JSON.parse(payload) as WishKey & { by: string }
    // Its own comes back late: the account may have begun it anew.
    if (by !== replica) conversions.cancel(wish)
  })
  return {
    cancel: async (wish) => {
      conversions.cancel(wish)
      const { account, reference, compression } = wish
      await notify.notify(database, channel, JSON.stringify({ account, reference, compression, by: replica }))
    },
    close,
  }
}
