import { Stack } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { client } from '../api/client.ts'
import { keys } from '../api/query-keys.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Loading } from '../ui/loading.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { Problem } from '../ui/problem.tsx'
import { AddRegistry } from './add-registry.tsx'
import { RegistryTable } from './registry-table.tsx'

/** `/account/registries`: with what one's own private images are pulled. */
export function RegistriesPage() {
  const { t } = useTranslation('account')
  const {
    data: kept,
    error,
    refetch,
  } = useQuery({
    queryKey: keys.registries,
    queryFn: ({ signal }) => client.listRegistryCredentials({ signal }),
  })
  return (
    <Stack>
      <PageTitle title={t('registries.title')} lead={t('registries.lead')} />
      <AddRegistry />
      {error !== null && <Problem error={error} onRetry={() => void refetch()} />}
      {error === null && kept === undefined && <Loading rows={2} />}
      {kept?.length === 0 && (
        <EmptyState icon={IconLock} title={t('registries.none')} text={t('registries.none-text')} />
      )}
      {kept !== undefined && kept.length > 0 && <RegistryTable kept={kept} />}
    </Stack>
  )
}
