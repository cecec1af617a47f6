import { Alert, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Problem } from '../../ui/problem.tsx'
import { useSession } from '../../api/use-session.ts'
import { useBackends, useContainers, useImages } from '../shared/container-queries.ts'
import { AnchorLink } from '../shared/links.tsx'
import { CreateContainerForm } from './create-container-form.tsx'
import { QuotaUse } from './quota-use.tsx'

/** `/containers/new?image=`: loads what the form needs to know, then shows it. */
export function CreateContainerPage() {
  const { t } = useTranslation('containers')
  const { image } = useSearch({ strict: false })
  const session = useSession()
  const containers = useContainers()
  const images = useImages()
  const backends = useBackends()
  const error = containers.error ?? images.error ?? backends.error
  return (
    <Stack maw={760}>
      <div>
        <Title order={1} size="h2">
          {t('create.title')}
        </Title>
        <Text c="dimmed" size="sm">
          {t('create.intro')}
        </Text>
      </div>
      {containers.data && images.data && backends.data ? (
        <>
          <QuotaNotice used={containers.data.length} max={session.defaults.containers} />
          <QuotaUse containers={containers.data} max={session.defaults} />
          <CreateContainerForm
            key={image ?? ''}
            context={{
              session,
              images: images.data,
              backends: backends.data,
              taken: containers.data.filter(({ wanted }) => wanted !== 'removed').map(({ name }) => name),
              askedImage: typeof image === 'string' && image !== '' ? image : undefined,
            }}
          />
        </>
      ) : error === null ? (
        <Skeleton height={360} role="status" aria-label={t('list.loading')} />
      ) : (
        <Problem error={error} />
      )}
    </Stack>
  )
}

function QuotaNotice({ used, max }: { used: number; max: number | null }) {
  const { t } = useTranslation('containers')
  if (max === null || used < max) return null
  return (
    <Alert color="yellow" title={t('create.quota-title', { max })}>
      {t('create.quota-text')} <AnchorLink to="/containers">{t('list.title')}</AnchorLink>
    </Alert>
  )
}
