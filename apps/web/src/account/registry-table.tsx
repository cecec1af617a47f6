import { Button, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { RegistryCredential } from '@berth/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { client } from '../api/client.ts'
import { keys } from '../api/query-keys.ts'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { DataTable, type Column } from '../ui/data-table.tsx'
import { notifyDone, useNotifyProblem } from '../ui/notify.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'

export function RegistryTable({ kept }: { kept: RegistryCredential[] }) {
  const { t } = useTranslation('account')
  const columns: Column<RegistryCredential>[] = [
    {
      key: 'registry',
      header: t('registries.registry'),
      cell: ({ registry }) => (
        <Text fw={600} size="sm" style={{ overflowWrap: 'anywhere' }}>
          {registry}
        </Text>
      ),
    },
    {
      key: 'user',
      header: t('registries.user'),
      cell: ({ user }) => <span style={{ overflowWrap: 'anywhere' }}>{user}</span>,
    },
    {
      key: 'changed',
      header: t('registries.changed'),
      cell: ({ updatedAt }) => <RelativeTime time={updatedAt} />,
    },
    { key: 'forget', header: '', cell: ({ registry }) => <Forget registry={registry} />, nowrap: true },
  ]
  return (
    <DataTable
      label={t('registries.title')}
      rows={kept}
      columns={columns}
      rowKey={({ registry }) => registry}
    />
  )
}

function Forget({ registry }: { registry: string }) {
  const { t } = useTranslation('account')
  const queries = useQueryClient()
  const [asking, { open, close }] = useDisclosure()
  const forget = useMutation({
    mutationFn: () => client.deleteRegistryCredential({ query: { registry } }),
    onSuccess: () => {
      notifyDone(t('registries.forgotten', { registry }))
      return queries.invalidateQueries({ queryKey: keys.registries })
    },
    onError: useNotifyProblem(),
  })
  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        loading={forget.isPending}
        onClick={open}
        aria-label={`${t('registries.forget')}: ${registry}`}
      >
        {t('registries.forget')}
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={close}
        title={t('registries.forget.title', { registry })}
        text={t('registries.forget.text')}
        action={t('registries.forget')}
        onConfirm={() => forget.mutate()}
      />
    </>
  )
}
