import { EventEmitter } from 'node:events'
import { Logger as QueueLogger, run, type Runner, type TaskList, type WorkerEvents } from 'graphile-worker'
import type { Pool } from 'pg'
import type { Logger } from 'pino'
import type { Pull } from '../containers/pull-store.ts'
import type { Converge } from './converge-container.ts'
import { deleteStored } from './delete-stored.ts'
import { endTenant, type EndContext } from './end-tenant.ts'
import {
  convergeContainer,
  deleteStored as deleteStoredTask,
  endTenant as endTask,
  pullImage as pullTask,
  pushImage as pushTask,
  removeImage as removeTask,
  tellRegistries as tellTask,
} from './job-names.ts'
import type { Lease } from './lease.ts'
import type { PullContext } from '../registries/pull-by-right.ts'
import { pullImage } from './pull-image.ts'
import { pushImage } from './push-image.ts'
import { removeImage } from './remove-image.ts'
import { tellRegistries } from './tell-registries.ts'

/**
 * So many containers are worked on at once, over all backends: a cluster’s kubelet is busy with 20, and with more the
 * 350 requests of a lecture’s start are answered later. How many a backend takes on is its agent’s to say.
 */
const converging = 24
/** Pulls wait for the network, mostly. */
const pulling = 32

/** Runs jobs until the lease is lost. New ones are taken at once (LISTEN); those due later are looked for each second. */
export async function runJobs(
  context: PullContext & EndContext & { readonly log: Logger },
  lease: Lease,
  converge: Converge,
): Promise<void> {
  const { pool, log } = context
  const tasks: TaskList = {
    [convergeContainer]: (payload) => converge((payload as { id: string }).id),
  }
  const pulls: TaskList = {
    [pullTask]: (payload) => {
      // Jobs from before accounts pulled by their own right name none.
      const { backend, image, account = '' } = payload as Omit<Pull, 'account'> & Partial<Pull>
      return pullImage(context, { backend, image, account })
    },
    [endTask]: (payload) => endTenant(context, (payload as { account: string }).account),
    [deleteStoredTask]: (payload) => deleteStored(context, (payload as { stored: string }).stored),
    [pushTask]: (payload) => pushImage(context, (payload as { id: string }).id),
    [tellTask]: (payload) => tellRegistries(context, (payload as { account: string }).account),
    [removeTask]: (payload) => removeImage(context, (payload as { id: string }).id),
  }
  const runners = await Promise.all([
    startRunner(pool, log, lease, converging, tasks),
    startRunner(pool, log, lease, pulling, pulls),
  ])
  try {
    // A runner gives up when it cannot even record a failure: the database is away, and all begins anew.
    await Promise.race([lease.ended, ...runners.map((runner) => runner.promise)])
  } finally {
    await Promise.allSettled(runners.flatMap((runner) => [runner.stop(), runner.promise]))
  }
}

async function startRunner(
  pgPool: Pool,
  log: Logger,
  lease: Lease,
  concurrentJobs: number,
  taskList: TaskList,
): Promise<Runner> {
  const events: WorkerEvents = new EventEmitter()
  // The queue marks a job with its pool's name: as long as the lock of that name is held, its jobs are in hand.
  events.on('pool:create', ({ workerPool }) => {
    lease.lock(`worker:${workerPool.id}`).catch(() => undefined)
  })
  return run({
    pgPool,
    taskList,
    events,
    noHandleSignals: true,
    logger: queueLogger(log),
    preset: {
      worker: {
        concurrentJobs,
        maxPoolSize: concurrentJobs,
        pollInterval: 1_000,
        localQueue: { size: concurrentJobs },
        completeJobBatchDelay: 5,
        // Without a delay a failure that cannot be recorded is an unhandled rejection, which ends the process.
        failJobBatchDelay: 5,
        gracefulShutdownAbortTimeout: 2_000,
      },
    },
  })
}

/** The queue's own chatter is for debugging; its errors are repeated while the database is away, so they only warn. */
function queueLogger(log: Logger): QueueLogger {
  return new QueueLogger(() => (level, message) => {
    if (level === 'error') log.warn({ queue: message }, 'job queue')
    else log.trace({ queue: message }, 'job queue')
  })
}
