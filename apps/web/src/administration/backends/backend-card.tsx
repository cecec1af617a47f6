import { Alert, Badge, Button, Card, Group, Progress, Stack, Switch, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { Backend, Room } from '@berth/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { client } from '../../api/client.ts'
import { keys } from '../../api/query-keys.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { formatBytes } from '../../ui/format.ts'
import { useNotifyProblem } from '../../ui/notify.tsx'
import { HardeningList } from './hardening-list.tsx'
import { UnknownContainers } from './unknown-containers.tsx'

/** One backend: whether it is there, lends and is safe, how much room it has, and what may be changed. */
export function BackendCard({ backend }: { backend: Backend }) {
  const { t } = useTranslation('administration')
  return (
    <Card withBorder data-testid={`backend-${backend.name}`}>
      <Stack>
        <Group justify="space-between">
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
            <Badge color={backend.lending ? 'teal' : 'gray'}>
              {t(backend.lending ? 'backends.lending' : 'backends.drained')}
            </Badge>
          </Group>
        </Group>
        {backend.error !== undefined && (
          <Alert color="red" p="xs">
            {backend.error}
          </Alert>
        )}
        {backend.room !== null && <RoomBars room={backend.room} />}
        {backend.hardening !== undefined && <HardeningList checks={backend.hardening} />}
        <Controls backend={backend} />
        {backend.reachable && <UnknownContainers backend={backend.name} />}
      </Stack>
    </Card>
  )
}

function RoomBars({ room }: { room: Room }) {
  const { t } = useTranslation('administration')
  const used = room.memory === 0 ? 0 : (100 * (room.memory - room.memoryFree)) / room.memory
  const text = t('backends.memory', { free: formatBytes(room.memoryFree), total: formatBytes(room.memory) })
  return (
    <Stack gap={4}>
      <Text size="sm">{text}</Text>
      <Progress value={used} aria-label={text} color={used > 90 ? 'red' : 'harbour'} />
      <Text size="sm" c="dimmed">
        {t('backends.containers', { count: room.containers, cpus: room.cpus })}
        {room.diskFree !== null && ` · ${t('backends.disk', { free: formatBytes(room.diskFree) })}`}
      </Text>
    </Stack>
  )
}

function Controls({ backend }: { backend: Backend }) {
  const { t } = useTranslation('administration')
  const [allowing, allow] = useDisclosure()
  const [deleting, remove] = useDisclosure()
  const { update, disconnect } = useBackendActions(backend.name)
  return (
    <Stack gap="xs">
      <Switch
        label={t('backends.lend')}
        checked={backend.lending}
        onChange={(event) => update({ lending: event.currentTarget.checked })}
      />
      <Switch
        label={t('backends.allow')}
        color="red"
        checked={backend.allowUnhardened ?? false}
        onChange={(event) =>
          event.currentTarget.checked ? allow.open() : update({ allowUnhardened: false })
        }
      />
      {backend.managed === 'page' && (
        <div>
          <Button variant="subtle" color="red" size="compact-sm" onClick={remove.open}>
            {t('backends.delete')}
          </Button>
        </div>
      )}
      <ConfirmDialog
        opened={allowing}
        onClose={allow.close}
        title={t('backends.allow')}
        text={t('backends.allow.text')}
        action={t('backends.allow.confirm')}
        onConfirm={() => update({ allowUnhardened: true })}
      />
      <ConfirmDialog
        opened={deleting}
        onClose={remove.close}
        title={t('backends.delete.title', { backend: backend.name })}
        text={t('backends.delete.text')}
        action={t('backends.delete')}
        onConfirm={disconnect}
      />
    </Stack>
  )
}

function useBackendActions(name: string) {
  const queries = useQueryClient()
  const run = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: keys.backends }),
        queries.invalidateQueries({ queryKey: keys.session }),
      ]),
    onError: useNotifyProblem(),
  })
  return {
    update: (body: { lending?: boolean; allowUnhardened?: boolean }) =>
      run.mutate(() => client.updateBackend({ params: { name }, body })),
    disconnect: () => run.mutate(() => client.deleteBackend({ params: { name } })),
  }
}
