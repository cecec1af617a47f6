import { useComputedColorScheme, useMantineTheme } from '@mantine/core'
import { useEffect, useEffectEvent, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { chartHeight, chartOptions } from './chart-options.ts'
import type { Sample } from './rates.ts'
import classes from './usage.module.css'

interface UsageLine {
  readonly label: string
  /** Of the theme. */
  readonly colour: string
  value(sample: Sample): number | null
}

export interface UsageChartProps {
  readonly samples: readonly Sample[]
  readonly lines: readonly UsageLine[]
  /** Upper end of the graph, drawn as a dashed line. */
  readonly limit?: number
  readonly format: (value: number) => string
  /** Whether the values are bytes. */
  readonly bytes?: boolean
}

/** A graph of the last five minutes. `description` is read out in its place. */
export function UsageChart(props: UsageChartProps & { description: string }) {
  const { samples, lines, limit, bytes = false } = props
  const { t, i18n } = useTranslation('containers')
  const theme = useMantineTheme()
  const dark = useComputedColorScheme('light') === 'dark'
  const host = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot>(null)
  const format = useEffectEvent((value: number) => props.format(value))
  const colours = useEffectEvent(() =>
    lines.map(({ colour }) => theme.colors[colour]?.[dark ? 4 : 7] ?? colour),
  )
  const data = useEffectEvent(() => alignedData(samples, lines, limit))
  const shape = lines.map(({ label }) => label).join('\n')
  const { language } = i18n
  const time = t('usage.time')
  const limited = limit !== undefined

  useEffect(() => {
    const element = host.current
    if (element === null) return
    const look = {
      labels: shape.split('\n'),
      colours: colours(),
      limited,
      dark,
      bytes,
      language,
      time,
      width: element.clientWidth,
    }
    const made = new uPlot(chartOptions({ ...look, format: (value) => format(value) }), data(), element)
    plot.current = made
    const observer = new ResizeObserver(() =>
      made.setSize({ width: element.clientWidth, height: chartHeight }),
    )
    observer.observe(element)
    return () => {
      observer.disconnect()
      made.destroy()
      plot.current = null
    }
  }, [shape, limited, dark, bytes, language, time])

  useEffect(() => {
    plot.current?.setData(data())
  }, [samples, limit])

  return <div ref={host} role="img" aria-label={props.description} className={classes['chart'] ?? ''} />
}

function alignedData(
  samples: readonly Sample[],
  lines: readonly UsageLine[],
  limit: number | undefined,
): uPlot.AlignedData {
  return [
    samples.map(({ at }) => at),
    ...lines.map((line) => samples.map((sample) => line.value(sample))),
    ...(limit === undefined ? [] : [samples.map(() => limit)]),
  ]
}
