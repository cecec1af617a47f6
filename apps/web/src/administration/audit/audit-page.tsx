import { Badge, Code, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconReportSearch } from '@tabler/icons-react'
import type { AuditEntry } from '@berth/contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../api/client.ts'
import { keys } from '../../api/query-keys.ts'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatTime } from '../../ui/format.ts'
import { given } from '../../ui/given.ts'
import { Loading } from '../../ui/loading.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { Problem } from '../../ui/problem.tsx'
import { usePages } from '../../ui/use-pages.ts'
import classes from './audit.module.css'
import { auditedActions } from './audited-actions.ts'
import { useAuditWords } from './use-audit-words.ts'

interface Filter {
  readonly account: string
  readonly action: string
  readonly search: string
}

/** `/administration/audit`: who did what to which resource. */
export function AuditPage() {
  const { t } = useTranslation('administration')
  const [filter, setFilter] = useState<Filter>({ account: '', action: '', search: '' })
  const [settled] = useDebouncedValue(filter, 250)
  const query = given(settled)
  const pages = usePages<AuditEntry>(keys.audit(query), (page, signal) =>
    client.raw.listAudit({ query: { ...query, ...page }, signal }),
  )
  return (
    <Stack>
      <PageTitle title={t('audit.title')} lead={t('audit.lead')} />
      <Filters filter={filter} onChange={setFilter} />
      {pages.error !== null && <Problem error={pages.error} onRetry={() => void pages.refetch()} />}
      {pages.error === null && pages.items === undefined && <Loading rows={8} />}
      {pages.items?.length === 0 && (
        <EmptyState icon={IconReportSearch} title={t('audit.none')} text={t('audit.none-text')} />
      )}
      {pages.items !== undefined && pages.items.length > 0 && <AuditTable entries={pages.items} />}
      <MoreButton pages={pages} />
    </Stack>
  )
}

function Filters({ filter, onChange }: { filter: Filter; onChange: (filter: Filter) => void }) {
  const { t } = useTranslation('administration')
  const { t: common } = useTranslation()
  const { action } = useAuditWords()
  return (
    <Group align="flex-end">
      <TextInput
        label={t('audit.filter-account')}
        value={filter.account}
        onChange={(event) => onChange({ ...filter, account: event.currentTarget.value })}
        autoCapitalize="none"
        spellCheck={false}
        flex="1 1 8rem"
      />
      <Select
        label={t('audit.filter-action')}
        value={filter.action}
        onChange={(value) => onChange({ ...filter, action: value ?? '' })}
        data={[
          { value: '', label: common('all') },
          ...auditedActions.map((value) => ({ value, label: action(value) })),
        ]}
        allowDeselect={false}
        searchable
        comboboxProps={{ withinPortal: false }}
        flex="1 1 14rem"
      />
      <TextInput
        label={t('audit.search')}
        value={filter.search}
        onChange={(event) => onChange({ ...filter, search: event.currentTarget.value })}
        flex="1 1 12rem"
      />
    </Group>
  )
}

function AuditTable({ entries }: { entries: AuditEntry[] }) {
  const { t, i18n } = useTranslation('administration')
  const words = useAuditWords()
  const columns: Column<AuditEntry>[] = [
    {
      key: 'action',
      header: t('audit.action'),
      cell: ({ action }) => (
        <Text size="sm" fw={600} title={action}>
          {words.action(action)}
        </Text>
      ),
    },
    { key: 'account', header: t('audit.account'), cell: ({ account }) => account ?? '—', nowrap: true },
    {
      key: 'target',
      header: t('audit.target'),
      cell: ({ target }) => (target === null ? '—' : <Code>{target}</Code>),
    },
    { key: 'owner', header: t('audit.owner'), cell: ({ owner }) => owner ?? '—', nowrap: true },
    {
      key: 'outcome',
      header: t('audit.outcome'),
      cell: ({ outcome }) =>
        outcome === 'ok' ? (
          <Badge color="teal">{words.outcome(outcome)}</Badge>
        ) : (
          <Text size="sm" className={classes['failed'] ?? ''} title={outcome}>
            {words.outcome(outcome)}
          </Text>
        ),
    },
    {
      key: 'time',
      header: t('audit.time'),
      cell: ({ time }) => formatTime(time, i18n.language),
      nowrap: true,
    },
    { key: 'address', header: t('audit.address'), cell: ({ address }) => address ?? '—', nowrap: true },
  ]
  return <DataTable label={t('audit.title')} rows={entries} columns={columns} rowKey={({ id }) => id} />
}
