import { backendsOfImage } from '../images/find-images.ts'
import { agentDeadlines, BerthError, stopGraceSeconds, type ObservedContainer } from '@berth/contract'
import { judgeObserved, type Action } from '@berth/lending'
import { agentError } from '../backends/agent-error.ts'
import type { ContainerRow } from '../containers/container-row.ts'
import type { Settlement } from '../containers/converge-store.ts'
import { openEnvironments } from '../containers/environments.ts'
import { chooseBackend } from './choose-backend.ts'
import type { ConvergeContext } from './converge-context.ts'
import { createByRight } from './create-by-right.ts'
import { pullFirst, settleFailure } from './settle-failure.ts'

/**
 * Does one step and says what is to be recorded; `gone`: nothing of the container is left. A failure too becomes
 * what is recorded.
 */
export async function performAction(
  context: ConvergeContext,
  row: ContainerRow,
  action: Action,
): Promise<Settlement | 'gone'> {
  try {
    return await perform(context, row, action)
  } catch (error) {
    return settleFailure(row, action, agentError(error, row.backend ?? ''), new Date())
  }
}

/** Nothing goes on any more. */
const atRest = { progress: null, deadline: null, attempts: 0 } as const

async function perform(
  context: ConvergeContext,
  row: ContainerRow,
  action: Action,
): Promise<Settlement | 'gone'> {
  if (action.do === 'settle') return { ...atRest, state: action.state, reason: null }
  if (action.do === 'choose-backend') return chooseBackend(context, row)
  const agent = context.backends.get(row.backend ?? '').client
  switch (action.do) {
    case 'create': {
      const body = specOf(context, row)
      await judgeLent(context, row)
      await context.rush.over()
      // It never ran, so nothing of it is missed, and a runtime may not be able to start it any more.
      if (row.reason?.code === 'start-failed') await agent.removeContainer(to(row, agentDeadlines.remove))
      const made = await createByRight(context, row, body)
      if (made === null) return pullFirst(new Date())
      await judgeLent(context, row)
      return ran(row, made)
    }
    case 'start':
      return ran(row, await agent.startContainer(to(row, agentDeadlines.start)))
    case 'restart': {
      const deadline = agentDeadlines.start + stopGraceSeconds * 1_000
      const observed = await agent.restartContainer(to(row, deadline))
      return { ...ran(row, observed), restartedGeneration: row.restartGeneration }
    }
    case 'stop': {
      const observed = await agent.stopContainer(to(row, agentDeadlines.stop))
      return { ...atRest, state: row.state === 'failed' ? 'failed' : 'stopped', observed }
    }
    case 'remove':
      await agent.removeContainer(to(row, agentDeadlines.remove))
      return 'gone'
    default:
      return { state: row.state }
  }
}

/**
 * Sharing may be withdrawn while a creation waits, here or at the agent: then nothing of it stays, and
 * `image-access-denied` is thrown.
 */
async function judgeLent({ pool, backends }: ConvergeContext, row: ContainerRow): Promise<void> {
  try {
    await backendsOfImage(pool, row.image, row.account)
  } catch (error) {
    if (error instanceof BerthError && error.code === 'image-access-denied')
      await backends.get(row.backend ?? '').client.removeContainer(to(row, agentDeadlines.remove))
    throw error
  }
}

const to = (row: ContainerRow, deadline: number) => ({
  params: { id: row.id },
  signal: AbortSignal.timeout(deadline),
})

function specOf({ secrets }: ConvergeContext, row: ContainerRow) {
  return {
    id: row.id,
    account: row.account,
    name: row.name,
    image: row.image,
    environments: openEnvironments(secrets, row.environments),
    guestPorts: row.guestPorts,
    ...(row.command === null ? {} : { command: row.command }),
    limits: row.limits,
  }
}

/** After a start: it runs, or its program has already ended by itself. */
function ran(row: ContainerRow, observed: ObservedContainer): Settlement {
  if (observed.state !== 'running' && observed.state !== 'exited')
    throw new BerthError('runtime-error', { message: `state ${observed.state} after a start` })
  const outcome = judgeObserved({ ...row, restarting: false }, observed, 'exited')
  return {
    ...atRest,
    state: outcome.state,
    wanted: outcome.wanted,
    ...(outcome.reason === 'keep' ? {} : { reason: outcome.reason }),
    observed,
  }
}
