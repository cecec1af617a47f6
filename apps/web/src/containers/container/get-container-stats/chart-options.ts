import type uPlot from 'uplot'
import { historySeconds } from './rates.ts'

export const chartHeight = 160

/** Steps of an axis of bytes: powers of two, so that it reads 256 MiB and not 238.4. */
const binarySteps = Array.from({ length: 45 }, (_, power) => 2 ** power)

export interface ChartLook {
  readonly time: string
  readonly language: string
  readonly bytes: boolean
  readonly labels: readonly string[]
  readonly colours: readonly string[]
  /** Whether the last series is the limit. */
  readonly limited: boolean
  readonly dark: boolean
  readonly width: number
  readonly format: (value: number) => string
}

/** How a graph of the last five minutes looks; its upper end is the limit or a little above the highest value. */
export function chartOptions(look: ChartLook): uPlot.Options {
  const clock = new Intl.DateTimeFormat(look.language, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const ink = look.dark ? '#c9c9c9' : '#495057'
  const grid = { stroke: look.dark ? '#424242' : '#e9ecef', width: 1 }
  return {
    width: look.width,
    height: chartHeight,
    legend: { show: look.labels.length > 1 },
    cursor: { y: false, points: { size: 6 } },
    scales: {
      x: { time: true, range: (_, __, max) => [max - historySeconds, max] },
      y: { range: (_, __, max) => [0, Math.max(max, 1e-9) * 1.05] },
    },
    axes: [
      {
        stroke: ink,
        grid,
        ticks: grid,
        size: 30,
        values: (_, values) => values.map((at) => clock.format(at * 1_000)),
      },
      {
        stroke: ink,
        grid,
        ticks: grid,
        size: 76,
        values: (_, values) => values.map(look.format),
        ...(look.bytes ? { incrs: binarySteps } : {}),
      },
    ],
    series: [
      { label: look.time, value: (_, at: number | null) => (at === null ? '–' : clock.format(at * 1_000)) },
      ...look.labels.map((label, at): uPlot.Series => ({
        label,
        stroke: look.colours[at] ?? ink,
        width: 2,
        value: (_, value: number | null) => (value === null ? '–' : look.format(value)),
      })),
      ...(look.limited
        ? [{ stroke: look.dark ? '#ff8787' : '#e03131', width: 1, dash: [6, 4], points: { show: false } }]
        : []),
    ],
  }
}
