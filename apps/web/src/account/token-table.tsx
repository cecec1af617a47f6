import { Badge, Button, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { Token } from '@berth/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { client } from '../api/client.ts'
import { keys } from '../api/query-keys.ts'
import { useNow } from '../containers/shared/use-now.ts'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { DataTable, type Column } from '../ui/data-table.tsx'
import { formatTime } from '../ui/format.ts'
import { notifyDone, useNotifyProblem } from '../ui/notify.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'

export function TokenTable({ tokens }: { tokens: Token[] }) {
  const { t } = useTranslation('account')
  const columns: Column<Token>[] = [
    {
      key: 'name',
      header: t('tokens.name'),
      cell: ({ name }) => (
        <Text fw={600} size="sm">
          {name}
        </Text>
      ),
    },
    {
      key: 'created',
      header: t('tokens.created'),
      cell: ({ createdAt }) => <RelativeTime time={createdAt} />,
    },
    { key: 'expires', header: t('tokens.expires'), cell: (token) => <Expiry token={token} /> },
    {
      key: 'used',
      header: t('tokens.used'),
      cell: ({ lastUsedAt }) =>
        lastUsedAt === null ? t('tokens.never') : <RelativeTime time={lastUsedAt} />,
    },
    { key: 'revoke', header: '', cell: (token) => <Revoke token={token} />, nowrap: true },
  ]
  return <DataTable label={t('tokens.title')} rows={tokens} columns={columns} rowKey={({ id }) => id} />
}

function Expiry({ token: { expiresAt } }: { token: Token }) {
  const { t, i18n } = useTranslation('account')
  const now = useNow(60_000)
  if (expiresAt === null) return t('tokens.days.none')
  return (
    <Group gap="xs">
      {formatTime(expiresAt, i18n.language)}
      {Date.parse(expiresAt) <= now && <Badge color="red">{t('tokens.expired')}</Badge>}
    </Group>
  )
}

function Revoke({ token }: { token: Token }) {
  const { t } = useTranslation('account')
  const queries = useQueryClient()
  const [asking, { open, close }] = useDisclosure()
  const revoke = useMutation({
    mutationFn: () => client.deleteToken({ params: { id: token.id } }),
    onSuccess: () => {
      notifyDone(t('tokens.revoked'))
      return queries.invalidateQueries({ queryKey: keys.tokens })
    },
    onError: useNotifyProblem(),
  })
  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        loading={revoke.isPending}
        onClick={open}
        aria-label={`${t('tokens.revoke')}: ${token.name}`}
      >
        {t('tokens.revoke')}
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={close}
        title={t('tokens.revoke.title', { name: token.name })}
        text={t('tokens.revoke.text')}
        action={t('tokens.revoke')}
        onConfirm={() => revoke.mutate()}
      />
    </>
  )
}
