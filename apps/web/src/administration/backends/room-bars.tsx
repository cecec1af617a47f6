import { Group, Progress, Stack, Text } from '@mantine/core'
import type { Room } from '@berth/contract'
import { useTranslation } from 'react-i18next'
import { formatBytes } from '../../ui/format.ts'

/** How much of a backend's memory and GPUs is taken, and what else it has. */
export function RoomBars({ room }: { room: Room }) {
  const { t } = useTranslation('administration')
  const disk = room.diskFree === null ? '' : ` · ${t('backends.disk', { free: formatBytes(room.diskFree) })}`
  return (
    <Stack gap="xs">
      <Bar
        name={t('backends.memory')}
        free={t('backends.free', { free: formatBytes(room.memoryFree), total: formatBytes(room.memory) })}
        taken={room.memory - room.memoryFree}
        of={room.memory}
      />
      {room.gpus > 0 && (
        <Bar
          name={t('backends.gpus')}
          free={t('backends.free', { free: room.gpusFree, total: room.gpus })}
          taken={room.gpus - room.gpusFree}
          of={room.gpus}
        />
      )}
      <Text size="sm" c="dimmed">
        {t('backends.containers', { count: room.containers, cpus: room.cpus })}
        {disk}
      </Text>
    </Stack>
  )
}

/** Percent above which room is nearly gone. */
const nearlyFull = 90

function Bar({ name, free, taken, of }: { name: string; free: string; taken: number; of: number }) {
  const percent = of === 0 ? 0 : (100 * taken) / of
  return (
    <div>
      <Group justify="space-between" gap="xs">
        <Text size="sm">{name}</Text>
        <Text size="sm" c="dimmed">
          {free}
        </Text>
      </Group>
      <Progress
        mt={4}
        value={percent}
        color={percent > nearlyFull ? 'red' : 'harbour'}
        aria-label={`${name}: ${free}`}
      />
    </div>
  )
}
