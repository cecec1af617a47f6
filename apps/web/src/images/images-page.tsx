import { Group, SimpleGrid, Stack, Title } from '@mantine/core'
import { IconGitMerge, IconHammer, IconPhoto } from '@tabler/icons-react'
import type { Image } from '@berth/contract'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { client } from '../api/client.ts'
import { keys } from '../api/query-keys.ts'
import { useSession } from '../api/use-session.ts'
import { useBackends } from '../containers/shared/container-queries.ts'
import { ButtonLink } from '../containers/shared/links.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Loading } from '../ui/loading.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { Problem } from '../ui/problem.tsx'
import { BuildList } from './builds/build-list.tsx'
import { ImageCard } from './image-card.tsx'
import { SingularityRegistryButton } from './singularity/singularity-registry-button.tsx'

/** `/images`: what the account may make containers from. */
export function ImagesPage() {
  const { t } = useTranslation('images')
  const { account } = useSession()
  const {
    data: images,
    error,
    refetch,
  } = useQuery({ queryKey: keys.images, queryFn: ({ signal }) => client.listImages({ signal }) })
  return (
    <Stack>
      <PageTitle title={t('title')} lead={t('lead')}>
        <Group gap="xs">
          <SingularityRegistryButton />
          <BuildLinks />
        </Group>
      </PageTitle>
      {error !== null && <Problem error={error} onRetry={() => void refetch()} />}
      {error === null && images === undefined && <Loading rows={2} height={170} />}
      {images?.length === 0 && <NoImages />}
      {images !== undefined && (
        <>
          <ImageGroup title={t('mine')} images={images.filter(({ owner }) => owner === account)} />
          <BuildList />
          <ImageGroup title={t('shared')} images={images.filter(({ owner }) => owner !== account)} />
        </>
      )}
    </Stack>
  )
}

/** Where any backend can build. */
function BuildLinks() {
  const { t } = useTranslation('images')
  const { data: backends = [] } = useBackends()
  if (!backends.some(({ capabilities }) => capabilities?.builds === true)) return null
  return (
    <>
      <ButtonLink to="/images/gitlab" variant="default" leftSection={<IconGitMerge size={16} aria-hidden />}>
        {t('gitlab')}
      </ButtonLink>
      <ButtonLink to="/images/builds/new" leftSection={<IconHammer size={16} aria-hidden />}>
        {t('build.submit')}
      </ButtonLink>
    </>
  )
}

function ImageGroup({ title, images }: { title: string; images: Image[] }) {
  if (images.length === 0) return null
  return (
    <Stack gap="sm" component="section" mt="xs">
      <Title order={2} size="h4">
        {title}
      </Title>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
        {images.map((image) => (
          <ImageCard key={image.id} image={image} />
        ))}
      </SimpleGrid>
    </Stack>
  )
}

function NoImages() {
  const { t } = useTranslation('images')
  return (
    <EmptyState icon={IconPhoto} title={t('empty.title')} text={t('empty.text')}>
      <ButtonLink to="/containers/new">{t('empty.create')}</ButtonLink>
    </EmptyState>
  )
}
