import { Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconBoxOff } from '@tabler/icons-react'
import { containerStates, type Container } from '@berth/contract'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../api/client.ts'
import { keys } from '../../api/query-keys.ts'
import { RowActions } from '../../containers/shared/container-actions.tsx'
import { shortImage } from '../../containers/shared/container-state.ts'
import { AnchorLink } from '../../containers/shared/links.tsx'
import { StateBadge } from '../../containers/shared/state-badge.tsx'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { given } from '../../ui/given.ts'
import { Loading } from '../../ui/loading.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { Problem } from '../../ui/problem.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { usePages } from '../../ui/use-pages.ts'

interface Filter {
  readonly account: string
  readonly search: string
  readonly state: string
}

/** `/administration/containers`: everybody's, live, a page at a time; with `?account=`, one account's. */
export function AllContainersPage() {
  const { t } = useTranslation('administration')
  const { account = '' } = useSearch({ from: '/inside/administrators/administration/containers' })
  const [filter, setFilter] = useState<Filter>({ account, search: '', state: '' })
  const [settled] = useDebouncedValue(filter, 250)
  const query = given(settled)
  const pages = usePages<Container>(keys.allContainers(query), (page, signal) =>
    client.raw.listContainers({ query: { scope: 'all', ...query, ...page }, signal }),
  )
  const filtered = Object.keys(query).length > 0
  return (
    <Stack>
      <PageTitle title={t('containers.title')} lead={t('containers.lead')} />
      <Filters filter={filter} onChange={setFilter} />
      {pages.error !== null && <Problem error={pages.error} onRetry={() => void pages.refetch()} />}
      {pages.error === null && pages.items === undefined && <Loading rows={6} />}
      {pages.items?.length === 0 && (
        <EmptyState
          icon={IconBoxOff}
          title={t(filtered ? 'containers.none' : 'containers.empty')}
          text={t(filtered ? 'containers.none-text' : 'containers.empty-text')}
        />
      )}
      {pages.items !== undefined && pages.items.length > 0 && <ContainersTable containers={pages.items} />}
      <MoreButton pages={pages} />
    </Stack>
  )
}

function Filters({ filter, onChange }: { filter: Filter; onChange: (filter: Filter) => void }) {
  const { t } = useTranslation('administration')
  const { t: common } = useTranslation()
  return (
    <Group align="flex-end">
      <TextInput
        label={common('search')}
        placeholder={t('containers.search')}
        value={filter.search}
        onChange={(event) => onChange({ ...filter, search: event.currentTarget.value })}
        flex="2 1 14rem"
      />
      <TextInput
        label={t('containers.account')}
        value={filter.account}
        onChange={(event) => onChange({ ...filter, account: event.currentTarget.value })}
        autoCapitalize="none"
        spellCheck={false}
        flex="1 1 8rem"
      />
      <Select
        label={t('containers.state')}
        value={filter.state}
        onChange={(state) => onChange({ ...filter, state: state ?? '' })}
        data={[
          { value: '', label: common('all') },
          ...containerStates.map((value) => ({ value, label: t(`state.${value}`) })),
        ]}
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
        flex="1 1 8rem"
      />
    </Group>
  )
}

function ContainersTable({ containers }: { containers: Container[] }) {
  const { t } = useTranslation('administration')
  const columns: Column<Container>[] = [
    {
      key: 'name',
      header: t('containers.name'),
      cell: ({ id, name }) => (
        <AnchorLink to="/containers/$id" params={{ id }} fw={600} size="sm">
          {name}
        </AnchorLink>
      ),
    },
    { key: 'account', header: t('containers.account'), cell: ({ account }) => account, nowrap: true },
    {
      key: 'state',
      header: t('containers.state'),
      cell: (container) => <StateBadge container={container} />,
      nowrap: true,
    },
    {
      key: 'image',
      header: t('containers.image'),
      cell: ({ image }) => <Text size="sm">{shortImage(image)}</Text>,
    },
    { key: 'backend', header: t('containers.backend'), cell: ({ backend }) => backend ?? '—', nowrap: true },
    {
      key: 'created',
      header: t('containers.created'),
      cell: ({ createdAt }) => <RelativeTime time={createdAt} />,
      nowrap: true,
    },
    { key: 'actions', header: '', cell: (container) => <RowActions container={container} />, nowrap: true },
  ]
  return (
    <DataTable
      label={t('containers.title')}
      rows={containers}
      columns={columns}
      rowKey={({ id }) => id}
      testId={({ name }) => `container-${name}`}
    />
  )
}
