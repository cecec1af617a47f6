import { Group, Select, Skeleton, Stack, Table, Text, TextInput, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { containerStates, type Container } from '@berth/contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../api/client.ts'
import { keys } from '../../api/query-keys.ts'
import { RowActions } from '../../containers/shared/container-actions.tsx'
import { AnchorLink } from '../../containers/shared/links.tsx'
import { StateBadge } from '../../containers/shared/state-badge.tsx'
import { formatTime } from '../../ui/format.ts'
import { MoreButton } from '../../ui/more-button.tsx'
import { Problem } from '../../ui/problem.tsx'
import { usePages } from '../../ui/use-pages.ts'

interface Filter {
  readonly account: string
  readonly search: string
  readonly state: string
}

/** `/administration/containers`: everybody's, live, a page at a time. */
export function AllContainersPage() {
  const { t } = useTranslation('administration')
  const [filter, setFilter] = useState<Filter>({ account: '', search: '', state: '' })
  const [settled] = useDebouncedValue(filter, 250)
  const pages = usePages<Container>(keys.allContainers(settled), (page, signal) =>
    client.raw.listContainers({ query: { scope: 'all', ...given(settled), ...page }, signal }),
  )
  return (
    <Stack>
      <Title order={1} size="h2">
        {t('containers.title')}
      </Title>
      <Filters filter={filter} onChange={setFilter} />
      {pages.error !== null && <Problem error={pages.error} onRetry={() => void pages.refetch()} />}
      {pages.error === null && pages.items === undefined && <Skeleton height={200} />}
      {pages.items?.length === 0 && <Text c="dimmed">{t('containers.none')}</Text>}
      {pages.items !== undefined && pages.items.length > 0 && <ContainersTable containers={pages.items} />}
      <MoreButton pages={pages} />
    </Stack>
  )
}

/** Empty fields ask for nothing. */
const given = (filter: Filter): Partial<Filter> =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ''))

function Filters({ filter, onChange }: { filter: Filter; onChange: (filter: Filter) => void }) {
  const { t } = useTranslation(['administration', 'common'])
  return (
    <Group align="flex-end">
      <TextInput
        label={t('containers.account')}
        value={filter.account}
        onChange={(event) => onChange({ ...filter, account: event.currentTarget.value })}
      />
      <Select
        label={t('containers.state')}
        w={170}
        value={filter.state}
        onChange={(state) => onChange({ ...filter, state: state ?? '' })}
        data={[
          { value: '', label: t('all', { ns: 'common' }) },
          ...containerStates.map((value) => ({ value, label: t(`state.${value}`) })),
        ]}
        allowDeselect={false}
      />
      <TextInput
        label={t('search', { ns: 'common' })}
        placeholder={t('containers.search')}
        value={filter.search}
        onChange={(event) => onChange({ ...filter, search: event.currentTarget.value })}
        style={{ flex: 1, minWidth: 180 }}
      />
    </Group>
  )
}

function ContainersTable({ containers }: { containers: Container[] }) {
  const { t, i18n } = useTranslation('administration')
  return (
    <Table.ScrollContainer minWidth={860}>
      <Table verticalSpacing="sm" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('containers.account')}</Table.Th>
            <Table.Th>{t('containers.name')}</Table.Th>
            <Table.Th>{t('containers.state')}</Table.Th>
            <Table.Th>{t('containers.image')}</Table.Th>
            <Table.Th>{t('containers.backend')}</Table.Th>
            <Table.Th>{t('containers.created')}</Table.Th>
            <Table.Th />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {containers.map((container) => (
            <Table.Tr key={container.id}>
              <Table.Td>{container.account}</Table.Td>
              <Table.Td>
                <AnchorLink to="/containers/$id" params={{ id: container.id }}>
                  {container.name}
                </AnchorLink>
              </Table.Td>
              <Table.Td>
                <StateBadge container={container} />
              </Table.Td>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{container.image}</Table.Td>
              <Table.Td>{container.backend ?? '—'}</Table.Td>
              <Table.Td>{formatTime(container.createdAt, i18n.language)}</Table.Td>
              <Table.Td>
                <RowActions container={container} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
