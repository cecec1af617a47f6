import { Card, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { IconPhoto, IconPlus } from '@tabler/icons-react'
import type { Image } from '@berth/contract'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { client } from '../api/client.ts'
import { keys } from '../api/query-keys.ts'
import { useSession } from '../api/use-session.ts'
import { ButtonLink } from '../containers/shared/links.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { formatBytes } from '../ui/format.ts'
import { Loading } from '../ui/loading.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { Problem } from '../ui/problem.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'

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
      <PageTitle title={t('title')} lead={t('lead')} />
      {error !== null && <Problem error={error} onRetry={() => void refetch()} />}
      {error === null && images === undefined && <Loading rows={2} height={170} />}
      {images?.length === 0 && <NoImages />}
      {images !== undefined && (
        <>
          <ImageGroup title={t('mine')} images={images.filter(({ owner }) => owner === account)} />
          <ImageGroup title={t('shared')} images={images.filter(({ owner }) => owner !== account)} />
        </>
      )}
    </Stack>
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

function ImageCard({ image }: { image: Image }) {
  const { t } = useTranslation('images')
  const anywhere = { overflowWrap: 'anywhere' } as const
  return (
    <Card withBorder component="article" data-testid="image">
      <Stack gap="xs" h="100%">
        <Title order={3} size="md" style={anywhere}>
          {image.name}
        </Title>
        {image.description !== '' && (
          <Text size="sm" style={anywhere}>
            {image.description}
          </Text>
        )}
        <Text size="xs" c="dimmed" ff="monospace" style={anywhere}>
          {image.reference}
        </Text>
        <Group gap="md" mt="auto">
          <Text size="xs" c="dimmed">
            {t('owner', { owner: image.owner })}
          </Text>
          <Text size="xs" c="dimmed">
            {formatBytes(image.size)}
          </Text>
          <Text size="xs" c="dimmed">
            {t('created')} <RelativeTime time={image.createdAt} />
          </Text>
        </Group>
        <ButtonLink
          to="/containers/new"
          search={{ image: image.name }}
          variant="light"
          leftSection={<IconPlus size={16} aria-hidden />}
          aria-label={`${t('use')}: ${image.name}`}
        >
          {t('use')}
        </ButtonLink>
      </Stack>
    </Card>
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
