import {
  Alert,
  Group,
  Pagination,
  SegmentedControl,
  Skeleton,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconBox, IconPlus, IconSearch } from '@tabler/icons-react'
import type { Container } from '@berth/contract'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Problem } from '../../ui/problem.tsx'
import { AwayNotice } from '../shared/away-notice.tsx'
import { ButtonLink } from '../shared/links.tsx'
import { useContainers } from '../shared/container-queries.ts'
import { useNow } from '../shared/use-now.ts'
import { ContainerCards } from './container-cards.tsx'
import { ContainerTable } from './container-table.tsx'
import { filterContainers, type StateFilter } from './filter-containers.ts'

/** Rows of one page: hundreds of containers stay as quick as a few. */
const pageSize = 50
const filters: readonly StateFilter[] = ['all', 'running', 'stopped', 'failed', 'busy']

/** `/containers`: one's own containers, live. */
export function ListContainersPage() {
  const { t } = useTranslation('containers')
  const { data: containers, error, refetch } = useContainers()
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={1} size="h2">
          {t('list.title')}
        </Title>
        {containers !== undefined && containers.length > 0 && <CreateButton />}
      </Group>
      {error !== null && containers === undefined && <Problem error={error} onRetry={() => void refetch()} />}
      {error === null && containers === undefined && <Loading />}
      {containers !== undefined && <AwayNotice containers={containers} />}
      {containers?.length === 0 && <Empty />}
      {containers !== undefined && containers.length > 0 && <FilteredList containers={containers} />}
    </Stack>
  )
}

function CreateButton() {
  const { t } = useTranslation('containers')
  return (
    <ButtonLink to="/containers/new" search={{}} leftSection={<IconPlus size={16} aria-hidden />}>
      {t('list.create')}
    </ButtonLink>
  )
}

function Empty() {
  const { t } = useTranslation('containers')
  return (
    <EmptyState icon={IconBox} title={t('list.empty-title')} text={t('list.empty-text')}>
      <ButtonLink
        to="/containers/new"
        search={{ image: 'welcome' }}
        size="md"
        leftSection={<IconPlus size={16} aria-hidden />}
      >
        {t('list.create-first')}
      </ButtonLink>
    </EmptyState>
  )
}

function Loading() {
  const { t } = useTranslation('containers')
  return (
    <Stack gap="xs" role="status" aria-label={t('list.loading')}>
      {[0, 1, 2, 3].map((row) => (
        <Skeleton key={row} height={44} />
      ))}
    </Stack>
  )
}

function FilteredList({ containers }: { containers: readonly Container[] }) {
  const { t } = useTranslation('containers')
  const [search, setSearch] = useState('')
  const [filter, setFilter] = useState<StateFilter>('all')
  const [page, setPage] = useState(1)
  const wide = useMediaQuery('(min-width: 62em)', undefined, { getInitialValueInEffect: false })
  const now = useNow(30_000)
  const found = filterContainers(containers, useDeferredValue(search), filter)
  const pages = Math.max(1, Math.ceil(found.length / pageSize))
  const current = Math.min(page, pages)
  const shown = found.slice((current - 1) * pageSize, current * pageSize)
  const List = wide ? ContainerTable : ContainerCards
  return (
    <>
      <Group>
        <TextInput
          aria-label={t('list.search')}
          placeholder={t('list.search')}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          style={{ flex: '1 1 12rem', maxWidth: '24rem' }}
        />
        <SegmentedControl
          aria-label={t('list.filter')}
          size="xs"
          value={filter}
          onChange={setFilter}
          data={filters.map((value) => ({ value, label: t(`filter.${value}`) }))}
        />
        <Text size="sm" c="dimmed" role="status">
          {t('list.count', { count: found.length })}
        </Text>
      </Group>
      {found.length === 0 ? (
        <Alert color="gray">{t('list.nothing-found')}</Alert>
      ) : (
        <List containers={shown} now={now} />
      )}
      {pages > 1 && (
        <Pagination
          total={pages}
          value={current}
          onChange={setPage}
          getItemProps={(number) => ({ 'aria-label': t('list.page', { number }) })}
          getControlProps={(control) => ({ 'aria-label': t(`list.page-${control}`) })}
        />
      )}
    </>
  )
}
