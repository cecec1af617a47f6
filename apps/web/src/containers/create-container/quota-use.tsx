import { Text } from '@mantine/core'
import type { Container, Session } from '@berth/contract'
import { useTranslation } from 'react-i18next'
import { formatBytes } from '../../ui/format.ts'

/** How much of what the account may have its running containers take, as far as that is bounded. */
export function QuotaUse({
  containers,
  max,
}: {
  containers: readonly Container[]
  max: Session['defaults']
}) {
  const { t } = useTranslation()
  const running = containers.filter(({ wanted }) => wanted === 'running')
  const sum = (limit: 'memory' | 'cpus') => running.reduce((total, { limits }) => total + limits[limit], 0)
  const cpus = Math.round(sum('cpus') * 100) / 100
  const parts = [
    max.running === null ? '' : t('quota.use-running', { used: running.length, max: max.running }),
    max.memory === null
      ? ''
      : t('quota.use-memory', { used: formatBytes(sum('memory')), max: formatBytes(max.memory) }),
    max.cpus === null ? '' : t('quota.use-cpus', { used: cpus, max: max.cpus }),
  ].filter((part) => part !== '')
  if (parts.length === 0) return null
  return (
    <Text size="sm" c="dimmed">
      {t('quota.use', { parts: parts.join(' · ') })}
    </Text>
  )
}
