import type { Stats } from '@berth/contract'

/** One reading with the counters turned into bytes a second; null where there is nothing to compare with. */
export interface Sample {
  /** Seconds since 1970, as uPlot wants them. */
  readonly at: number
  readonly cpus: number
  readonly memory: number
  readonly received: number | null
  readonly sent: number | null
}

/** Turns a reading into a sample by what went before. A counter that went back (restart) gives no rate. */
export function sampleOf(stats: Stats, before: Stats | undefined): Sample {
  const at = Date.parse(stats.time) / 1000
  const seconds = before === undefined ? 0 : at - Date.parse(before.time) / 1000
  return {
    at,
    cpus: stats.cpus,
    memory: stats.memory,
    received: rate(stats.networkReceived, before?.networkReceived, seconds),
    sent: rate(stats.networkSent, before?.networkSent, seconds),
  }
}

function rate(now: number | null, before: number | null | undefined, seconds: number): number | null {
  if (now === null || before === null || before === undefined) return null
  return seconds > 0 && now >= before ? (now - before) / seconds : null
}

/** How long samples are kept: seconds. */
export const historySeconds = 300

/** The samples with one more, without those older than five minutes before it. */
export function keepSamples(samples: readonly Sample[], next: Sample): Sample[] {
  return [...samples.filter((sample) => sample.at > next.at - historySeconds && sample.at < next.at), next]
}
