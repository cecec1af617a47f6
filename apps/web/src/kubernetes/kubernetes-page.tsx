import { Stack } from '@mantine/core'
import { IconCloudComputing } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useBackends } from '../containers/shared/container-queries.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Loading } from '../ui/loading.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { Problem } from '../ui/problem.tsx'
import { KubectlCommands } from './kubectl-commands.tsx'
import { TenantCredentials } from './tenant-credentials.tsx'

/** `/kubernetes`: credentials for the user's own kubectl, and what can be done with them. */
export function KubernetesPage() {
  const { t } = useTranslation('kubernetes')
  const { data, error, refetch } = useBackends()
  const backends = data?.filter(({ capabilities }) => capabilities?.credentials === true)
  return (
    <Stack>
      <PageTitle title={t('title')} lead={t('lead')} />
      {error !== null && <Problem error={error} onRetry={() => void refetch()} />}
      {error === null && backends === undefined && <Loading rows={2} height={120} />}
      {backends?.length === 0 && (
        <EmptyState icon={IconCloudComputing} title={t('none.title')} text={t('none.text')} />
      )}
      {backends !== undefined && backends.length > 0 && (
        <>
          <TenantCredentials backends={backends} />
          <KubectlCommands />
        </>
      )}
    </Stack>
  )
}
