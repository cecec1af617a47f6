import { Radio, Stack } from '@mantine/core'
import type { Backend } from '@berth/contract'
import { useTranslation } from 'react-i18next'
import { formatBytes } from '../../../ui/format.ts'
import type { FieldsProps } from '../section.ts'

/** Where it is to run: Berth's choice, or a server with the room that it has now. */
export function BackendFields({ form, context }: FieldsProps) {
  const { t } = useTranslation('containers')
  const room = useRoomText()
  return (
    <Radio.Group
      {...form.getInputProps('backend')}
      label={t('create.backend')}
      description={t('create.backend-help')}
    >
      <Stack gap="xs" mt="xs">
        <Radio value="" label={t('create.backend-any')} description={t('create.backend-any-help')} />
        {context.backends.map((backend) => (
          <Radio
            key={backend.name}
            value={backend.name}
            label={backend.name}
            description={room(backend)}
            disabled={!backend.lending || !backend.reachable}
          />
        ))}
      </Stack>
    </Radio.Group>
  )
}

function useRoomText(): (backend: Backend) => string {
  const { t } = useTranslation('containers')
  return ({ reachable, lending, room }) => {
    if (!reachable) return t('create.backend-unreachable')
    if (!lending) return t('create.backend-not-lending')
    if (room === null) return t('create.backend-room-unknown')
    const text = t('create.backend-room', {
      free: formatBytes(room.memoryFree),
      memory: formatBytes(room.memory),
      cpus: room.cpus,
      containers: room.containers,
    })
    return room.gpus > 0
      ? `${text} · ${t('create.backend-gpus', { free: room.gpusFree, gpus: room.gpus })}`
      : text
  }
}
