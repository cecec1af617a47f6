import { Badge, Card, Group, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core'
import { IconPhoto, IconPlus } from '@tabler/icons-react'
import type { Image } from '@berth/contract'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { client } from '../api/client.ts'
import { keys } from '../api/query-keys.ts'
import { useSession } from '../api/use-session.ts'
import { ButtonLink } from '../containers/shared/links.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { formatBytes, formatTime } from '../ui/format.ts'
import { Problem } from '../ui/problem.tsx'

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
      <Title order={1} size="h2">
        {t('title')}
      </Title>
      <Text c="dimmed">{t('lead')}</Text>
      {error !== null && <Problem error={error} onRetry={() => void refetch()} />}
      {error === null && images === undefined && <Skeleton height={140} />}
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
    <Stack gap="sm">
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
  const { t, i18n } = useTranslation('images')
  return (
    <Card withBorder data-testid="image">
      <Stack gap="xs" h="100%">
        <Group justify="space-between" wrap="nowrap">
          <Text fw={600} truncate>
            {image.name}
          </Text>
          <Badge variant="light">{formatBytes(image.size)}</Badge>
        </Group>
        <Text size="xs" c="dimmed" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
          {image.reference}
        </Text>
        {image.description !== '' && <Text size="sm">{image.description}</Text>}
        <Text size="xs" c="dimmed">
          {t('owner', { owner: image.owner })} ·{' '}
          {t('created', { time: formatTime(image.createdAt, i18n.language) })}
        </Text>
        <ButtonLink
          to="/containers/new"
          search={{ image: image.name }}
          variant="light"
          mt="auto"
          leftSection={<IconPlus size={16} aria-hidden />}
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
