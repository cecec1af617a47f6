import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { client } from '../../api/client.ts'
import { keys } from '../../api/query-keys.ts'
import { useNotifyProblem } from '../../ui/notify.tsx'

/** What carries Berth's labels on a backend and is not in the database: nothing removes it but a person. */
export function UnknownContainers({ backend }: { backend: string }) {
  const { t } = useTranslation('administration')
  const { data } = useQuery({
    queryKey: keys.unknownContainers(backend),
    queryFn: ({ signal }) => client.listUnknownContainers({ params: { name: backend }, signal }),
  })
  if (data === undefined || data.length === 0) return null
  return (
    <Alert color="yellow" title={t('backends.unknown')}>
      <Stack gap="xs">
        <Text size="sm">{t('backends.unknown.text')}</Text>
        {data.map((container) => (
          <Group key={container.id} justify="space-between" wrap="nowrap">
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {container.account} / {container.name} · {container.image} · {container.state}
            </Text>
            <RemoveButton
              backend={backend}
              id={container.id}
              label={`${container.account} / ${container.name}`}
            />
          </Group>
        ))}
      </Stack>
    </Alert>
  )
}

function RemoveButton({ backend, id, label }: { backend: string; id: string; label: string }) {
  const { t } = useTranslation('administration')
  const queries = useQueryClient()
  const remove = useMutation({
    mutationFn: () => client.deleteUnknownContainer({ params: { name: backend, id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.unknownContainers(backend) }),
    onError: useNotifyProblem(),
  })
  return (
    <Button
      size="compact-sm"
      color="red"
      variant="light"
      loading={remove.isPending}
      onClick={() => remove.mutate()}
      aria-label={`${t('backends.unknown.remove')}: ${label}`}
    >
      {t('backends.unknown.remove')}
    </Button>
  )
}
