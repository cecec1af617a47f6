import { attachLog } from '../backends/attach-log.ts'
import { refreshInfo } from '../backends/refresh-info.ts'
import { nextAction } from '@berth/lending'
import {
  claimContainer,
  forgetContainer,
  releaseContainer,
  settleContainer,
} from '../containers/converge-store.ts'
import type { ConvergeContext } from './converge-context.ts'
import { performAction } from './perform-action.ts'

export type Converge = (id: string) => Promise<void>

/**
 * Makes what is wanted of a container true, step by step; safe to repeat. One at a time per container: who comes
 * while it is being worked on leaves it to the one at work, who looks again before letting go.
 */
export function createConverge(context: ConvergeContext): Converge {
  const working = new Set<string>()
  const again = new Set<string>()
  return async (id) => {
    if (working.has(id)) {
      again.add(id)
      return
    }
    working.add(id)
    try {
      do {
        again.delete(id)
        await steps(context, id)
      } while (again.has(id))
    } finally {
      working.delete(id)
      again.delete(id)
    }
  }
}

/** How many GPUs are free is shown; what an agent says by itself, once a minute, would be old. */
function tellFree({ pool, backends }: ConvergeContext, name: string): void {
  void refreshInfo(pool, backends.get(name)).catch(() => undefined)
}

async function steps(context: ConvergeContext, id: string): Promise<void> {
  const { pool, durable, replica } = context
  for (;;) {
    const row = await claimContainer(pool, id, replica)
    if (row === null) return
    const action = nextAction(row)
    if (action.do === 'forget') return forgetContainer(pool, id)
    if (action.do === 'nothing') {
      if (await releaseContainer(pool, row, replica)) return
      continue
    }
    const settlement = await performAction(context, row, action)
    if (row.backend !== null && row.limits.gpus > 0) tellFree(context, row.backend)
    if (settlement === 'gone') return forgetContainer(pool, id)
    const settled = await settleContainer(
      action.do === 'choose-backend' ? durable : pool,
      row,
      replica,
      settlement,
    )
    if (!settled || settlement.more === true) continue
    if (settlement.reason?.code === 'exited' && row.backend !== null)
      await attachLog(pool, context.backends.get(row.backend), id).catch(() => undefined)
    return
  }
}
