import { Alert, Badge, Card, Group, Stack, Text, Title } from '@mantine/core'
import type { Backend } from '@berth/contract'
import { useTranslation } from 'react-i18next'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { BackendControls } from './backend-controls.tsx'
import { HardeningList } from './hardening-list.tsx'
import { RoomBars } from './room-bars.tsx'
import { UnknownContainers } from './unknown-containers.tsx'

/** One backend: whether it is there, lends and is safe, how much room it has, and what may be changed. */
export function BackendCard({ backend }: { backend: Backend }) {
  const { t } = useTranslation('administration')
  return (
    <Card withBorder component="article" data-testid={`backend-${backend.name}`}>
      <Stack>
        <Group justify="space-between" align="flex-start">
          <div>
            <Title order={2} size="h4">
              {backend.name}
            </Title>
            <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {[backend.kind, backend.version, backend.url].filter(Boolean).join(' · ')}
            </Text>
          </div>
          <Group gap="xs">
            <Badge color={backend.reachable ? 'teal' : 'red'}>
              {t(backend.reachable ? 'backends.reachable' : 'backends.unreachable')}
            </Badge>
            {backend.reachable && (
              <Badge color={backend.lending ? 'teal' : 'gray'}>
                {t(backend.lending ? 'backends.lending' : 'backends.drained')}
              </Badge>
            )}
          </Group>
        </Group>
        {!backend.reachable && <Unreachable backend={backend} />}
        {backend.room !== null && <RoomBars room={backend.room} />}
        {backend.hardening !== undefined && <HardeningList checks={backend.hardening} />}
        <BackendControls backend={backend} />
        {backend.reachable && <UnknownContainers backend={backend.name} />}
      </Stack>
    </Card>
  )
}

function Unreachable({ backend }: { backend: Backend }) {
  const { t } = useTranslation('administration')
  return (
    <Alert color="red" p="sm">
      <Text size="sm">{t('backends.unreachable.text')}</Text>
      {backend.error !== undefined && (
        <Text size="xs" ff="monospace" mt={4} style={{ overflowWrap: 'anywhere' }}>
          {t('backends.said', { words: backend.error })}
        </Text>
      )}
      {backend.lastSeenAt !== undefined && (
        <Text size="xs" c="dimmed" mt={4}>
          {t('backends.last-seen')} <RelativeTime time={backend.lastSeenAt} />
        </Text>
      )}
    </Alert>
  )
}
