import { Alert, Paper, SimpleGrid, Stack, Text } from '@mantine/core'
import type { Container, Stats } from '@berth/contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../../api/client.ts'
import { Problem } from '../../../ui/problem.tsx'
import { formatBytes } from '../../../ui/format.ts'
import { Available } from '../../shared/unavailable.tsx'
import { useStream } from '../../../ui/use-stream.ts'
import { useOpenContainer } from '../use-open-container.ts'
import { keepSamples, sampleOf, type Sample } from './rates.ts'
import { UsageChart, type UsageChartProps } from './usage-chart.tsx'

/** The use of CPU, memory and, where it is told, network and processes, as the readings come. */
export function UsagePage() {
  const container = useOpenContainer()
  if (container === undefined) return null
  return (
    <Available container={container} capability="stats" needs="running">
      <Usage key={container.id} container={container} />
    </Available>
  )
}

interface Readings {
  readonly last: Stats | undefined
  readonly samples: readonly Sample[]
}

function Usage({ container }: { container: Container }) {
  const { t } = useTranslation('containers')
  const [{ last, samples }, setReadings] = useState<Readings>({ last: undefined, samples: [] })
  const state = useStream(
    `${container.id} ${container.startedAt ?? ''}`,
    (signal) => client.getContainerStats({ params: { id: container.id }, query: { follow: 'true' }, signal }),
    (items: readonly Stats[]) =>
      setReadings((before) =>
        items.reduce<Readings>(
          (now, stats) => ({ last: stats, samples: keepSamples(now.samples, sampleOf(stats, now.last)) }),
          before,
        ),
      ),
  )
  const rate = (value: number | null | undefined) =>
    value === null || value === undefined ? '–' : t('usage.rate', { bytes: formatBytes(value) })
  const sample = samples.at(-1)
  const { limits } = container
  if (state.kind === 'failed') return <Problem error={state.error} />
  if (last === undefined) return <Text c="dimmed">{t('usage.waiting')}</Text>
  return (
    <Stack>
      {state.kind === 'retrying' && <Alert color="yellow">{t('stream.retrying')}</Alert>}
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <Graph
          title={t('usage.cpu')}
          now={
            sample === undefined
              ? '–'
              : t('usage.cpu-now', {
                  percent: Math.round(sample.cpus * 100),
                  limit: Math.round(limits.cpus * 100),
                })
          }
          samples={samples}
          lines={[{ label: t('usage.cpu'), colour: 'blue', value: ({ cpus }) => cpus }]}
          limit={limits.cpus}
          format={(value) => `${Math.round(value * 100)}%`}
        />
        <Graph
          title={t('usage.memory')}
          now={t('usage.of', { now: formatBytes(last.memory), limit: formatBytes(last.memoryLimit) })}
          samples={samples}
          lines={[{ label: t('usage.memory'), colour: 'grape', value: ({ memory }) => memory }]}
          limit={last.memoryLimit}
          bytes
          format={formatBytes}
        />
        {last.networkReceived !== null && (
          <Graph
            title={t('usage.network')}
            now={t('usage.network-now', { received: rate(sample?.received), sent: rate(sample?.sent) })}
            samples={samples}
            lines={[
              { label: t('usage.received'), colour: 'teal', value: ({ received }) => received },
              { label: t('usage.sent'), colour: 'orange', value: ({ sent }) => sent },
            ]}
            bytes
            format={formatBytes}
          />
        )}
        {last.pids !== null && (
          <Paper withBorder p="md" radius="md">
            <Text fw={600}>{t('usage.processes')}</Text>
            <Text size="xl" data-testid="usage-pids">
              {t('usage.of', { now: last.pids, limit: limits.pids })}
            </Text>
          </Paper>
        )}
      </SimpleGrid>
      <Text size="sm" c="dimmed">
        {t('usage.help')} {last.networkReceived === null && t('usage.seldom')}
      </Text>
    </Stack>
  )
}

function Graph({ title, now, ...chart }: UsageChartProps & { title: string; now: string }) {
  return (
    <Paper withBorder p="md" radius="md" component="section" aria-label={title}>
      <Text fw={600}>{title}</Text>
      <Text size="xl" mb="xs">
        {now}
      </Text>
      <UsageChart {...chart} description={`${title}: ${now}`} />
    </Paper>
  )
}
