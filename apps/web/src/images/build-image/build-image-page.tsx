import { Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useBackends } from '../../containers/shared/container-queries.ts'
import { Loading } from '../../ui/loading.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { Problem } from '../../ui/problem.tsx'
import { BuildImageForm } from './build-image-form.tsx'

/** `/images/builds/new`: an image from a Dockerfile and the files beside it. */
export function BuildImagePage() {
  const { t } = useTranslation('images')
  const { data: backends, error, refetch } = useBackends()
  return (
    <Stack maw="56rem">
      <PageTitle title={t('build.title')} lead={t('build.lead')} />
      {error !== null && <Problem error={error} onRetry={() => void refetch()} />}
      {error === null && backends === undefined && <Loading rows={3} height={80} />}
      {backends !== undefined && (
        <BuildImageForm backends={backends.filter(({ capabilities }) => capabilities?.builds === true)} />
      )}
    </Stack>
  )
}
