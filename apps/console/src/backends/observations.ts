import type { ObservedContainer } from '@berth/contract'
import { isNewer, type Told } from '@berth/lending'
import type { Pool } from 'pg'
import {
  recordAbsent,
  recordObserved,
  rowsToJudge,
  type JudgedRow,
  type Recorded,
} from './record-observed.ts'

interface Observation {
  /** Null: it is gone. */
  readonly observed: ObservedContainer | null
  readonly told: Told
}

/** What an agent says, gathered and recorded in bursts: one query for all that came within a moment. */
export interface Observations {
  add(id: string, observed: ObservedContainer | null, told: Told): void
  /** Waits until everything added so far was recorded, but for what is being worked on. */
  flush(): Promise<void>
  readonly size: number
  close(): void
}

/** Milliseconds. What is being worked on is looked at again a little later. */
const moment = 20
const later = 200

/** @param onFailed is told of each container whose program ended badly. */
export function createObservations(
  pool: Pool,
  onFailed: (id: string) => void,
  onError: (error: unknown) => void,
): Observations {
  const waiting = new Map<string, Observation>()
  let timer: NodeJS.Timeout | undefined
  let recording: Promise<void> | undefined
  const schedule = (delay: number) => {
    timer ??= setTimeout(() => {
      timer = undefined
      void flush().catch(onError)
    }, delay)
  }
  const flush = async () => {
    while (recording !== undefined) await recording
    if (waiting.size === 0) return
    recording = recordAll(pool, waiting, onFailed).finally(() => (recording = undefined))
    await recording
    if (waiting.size > 0) schedule(later)
  }
  return {
    add(id, observed, told) {
      waiting.set(id, merge(waiting.get(id), { observed, told }))
      schedule(moment)
    },
    flush,
    get size() {
      return waiting.size
    },
    close() {
      clearTimeout(timer)
      waiting.clear()
    },
  }
}

/** Records what is waiting and leaves there what is being worked on. */
async function recordAll(
  pool: Pool,
  waiting: Map<string, Observation>,
  onFailed: (id: string) => void,
): Promise<void> {
  const batch = new Map(waiting)
  const rows = new Map((await rowsToJudge(pool, [...batch.keys()])).map((row) => [row.id, row]))
  for (const [id, observation] of batch) {
    const result = await record(pool, rows.get(id), observation)
    if (result === 'failed') onFailed(id)
    if (result !== 'later' && waiting.get(id) === observation) waiting.delete(id)
  }
}

async function record(
  pool: Pool,
  row: JudgedRow | undefined,
  { observed, told }: Observation,
): Promise<Recorded> {
  if (row === undefined) return 'unchanged'
  return observed === null ? recordAbsent(pool, row) : recordObserved(pool, row, observed, told)
}

/** Of two reports the later run's; of one run the further, and an end that was told of stays told of. */
function merge(old: Observation | undefined, next: Observation): Observation {
  if (old?.observed == null || next.observed === null) return next
  if (!isNewer(old.observed, next.observed)) return old
  const sameRun = old.observed.startedAt === next.observed.startedAt && next.observed.state === 'exited'
  return sameRun && next.told === 'seen' ? { ...next, told: old.told } : next
}
