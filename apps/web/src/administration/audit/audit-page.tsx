import { Badge, Group, Skeleton, Stack, Table, Text, TextInput, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import type { AuditEntry } from '@berth/contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../api/client.ts'
import { keys } from '../../api/query-keys.ts'
import { formatTime } from '../../ui/format.ts'
import { MoreButton } from '../../ui/more-button.tsx'
import { Problem } from '../../ui/problem.tsx'
import { usePages } from '../../ui/use-pages.ts'

/** `/administration/audit`: who did what to which resource. */
export function AuditPage() {
  const { t } = useTranslation('administration')
  const [account, setAccount] = useState('')
  const [search, setSearch] = useState('')
  const [filter] = useDebouncedValue(
    { ...(account === '' ? {} : { account }), ...(search === '' ? {} : { search }) },
    250,
  )
  const pages = usePages<AuditEntry>(keys.audit(filter), (page, signal) =>
    client.raw.listAudit({ query: { ...filter, ...page }, signal }),
  )
  return (
    <Stack>
      <Title order={1} size="h2">
        {t('audit.title')}
      </Title>
      <Text c="dimmed">{t('audit.lead')}</Text>
      <Group>
        <TextInput
          label={t('audit.filter-account')}
          value={account}
          onChange={(event) => setAccount(event.currentTarget.value)}
        />
        <TextInput
          label={t('audit.search')}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          style={{ flex: 1 }}
        />
      </Group>
      {pages.error !== null && <Problem error={pages.error} onRetry={() => void pages.refetch()} />}
      {pages.error === null && pages.items === undefined && <Skeleton height={200} />}
      {pages.items?.length === 0 && <Text c="dimmed">{t('audit.none')}</Text>}
      {pages.items !== undefined && pages.items.length > 0 && <AuditTable entries={pages.items} />}
      <MoreButton pages={pages} />
    </Stack>
  )
}

function AuditTable({ entries }: { entries: AuditEntry[] }) {
  const { t, i18n } = useTranslation('administration')
  return (
    <Table.ScrollContainer minWidth={860}>
      <Table verticalSpacing="xs" striped>
        <Table.Thead>
          <Table.Tr>
            {(['time', 'account', 'action', 'target', 'owner', 'outcome', 'address'] as const).map(
              (column) => (
                <Table.Th key={column}>{t(`audit.${column}`)}</Table.Th>
              ),
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {entries.map((entry) => (
            <Table.Tr key={entry.id}>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>{formatTime(entry.time, i18n.language)}</Table.Td>
              <Table.Td>{entry.account ?? '—'}</Table.Td>
              <Table.Td ff="monospace">{entry.action}</Table.Td>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{entry.target ?? '—'}</Table.Td>
              <Table.Td>{entry.owner ?? '—'}</Table.Td>
              <Table.Td>
                <Badge variant="light" color={entry.outcome === 'ok' ? 'teal' : 'orange'} tt="none">
                  {entry.outcome}
                </Badge>
              </Table.Td>
              <Table.Td>{entry.address ?? '—'}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
