import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { client } from '../../api/client.ts'
import { keys } from '../../api/query-keys.ts'
import { Loading } from '../../ui/loading.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { Problem } from '../../ui/problem.tsx'
import { CleanUpForm } from './clean-up-form.tsx'

/** `/administration/clean-up`: the rules by which images go that nobody needs, and what they would do. */
export function CleanUpPage() {
  const { t } = useTranslation('administration')
  const {
    data: rules,
    error,
    refetch,
  } = useQuery({ queryKey: keys.cleanUp, queryFn: ({ signal }) => client.getImageCleanUp({ signal }) })
  return (
    <Stack>
      <PageTitle title={t('clean-up.title')} lead={t('clean-up.lead')} />
      {error !== null && <Problem error={error} onRetry={() => void refetch()} />}
      {error === null && rules === undefined && <Loading rows={3} height={90} />}
      {rules !== undefined && <CleanUpForm key={JSON.stringify(rules)} saved={rules} />}
    </Stack>
  )
}
