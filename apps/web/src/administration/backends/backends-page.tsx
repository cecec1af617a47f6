import { Button, SimpleGrid, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlugConnected, IconServer2 } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useBackends } from '../../containers/shared/container-queries.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { Problem } from '../../ui/problem.tsx'
import { BackendCard } from './backend-card.tsx'
import { CreateBackend } from './create-backend.tsx'

/** `/administration/backends`: each with its reachability, protection and room. */
export function BackendsPage() {
  const { t } = useTranslation('administration')
  const { data: backends, error, refetch } = useBackends()
  const [connecting, { open, close }] = useDisclosure()
  const connect = (
    <Button leftSection={<IconPlugConnected size={18} aria-hidden />} onClick={open}>
      {t('backends.connect')}
    </Button>
  )
  return (
    <Stack>
      <PageTitle title={t('backends.title')} lead={t('backends.lead')}>
        {backends !== undefined && backends.length > 0 && connect}
      </PageTitle>
      {error !== null && <Problem error={error} onRetry={() => void refetch()} />}
      {error === null && backends === undefined && <Loading rows={2} height={280} />}
      {backends?.length === 0 && (
        <EmptyState icon={IconServer2} title={t('backends.none.title')} text={t('backends.none.text')}>
          {connect}
        </EmptyState>
      )}
      <SimpleGrid cols={{ base: 1, lg: 2 }} style={{ alignItems: 'start' }}>
        {backends?.map((backend) => (
          <BackendCard key={backend.name} backend={backend} />
        ))}
      </SimpleGrid>
      <CreateBackend opened={connecting} onClose={close} />
    </Stack>
  )
}
