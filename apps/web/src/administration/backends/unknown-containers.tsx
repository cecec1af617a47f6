import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { UnknownContainer } from '@berth/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { client } from '../../api/client.ts'
import { keys } from '../../api/query-keys.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
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
              <b>
                {container.account} / {container.name}
              </b>{' '}
              · {container.image} · {container.state}
            </Text>
            <Remove backend={backend} container={container} />
          </Group>
        ))}
      </Stack>
    </Alert>
  )
}

function Remove({ backend, container }: { backend: string; container: UnknownContainer }) {
  const { t } = useTranslation('administration')
  const queries = useQueryClient()
  const [asking, { open, close }] = useDisclosure()
  const name = `${container.account} / ${container.name}`
  const remove = useMutation({
    mutationFn: () => client.deleteUnknownContainer({ params: { name: backend, id: container.id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.unknownContainers(backend) }),
    onError: useNotifyProblem(),
  })
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        loading={remove.isPending}
        onClick={open}
        aria-label={`${t('backends.unknown.remove')}: ${name}`}
        flex="none"
      >
        {t('backends.unknown.remove')}
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={close}
        title={t('backends.unknown.remove.title', { name })}
        text={t('backends.unknown.remove.text')}
        action={t('backends.unknown.remove')}
        word={container.name}
        onConfirm={() => remove.mutate()}
      />
    </>
  )
}
