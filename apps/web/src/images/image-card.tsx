import { Badge, Card, Group, Stack, Text, Title } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { Image } from '@berth/contract'
import { useTranslation } from 'react-i18next'
import { useSession } from '../api/use-session.ts'
import { AnchorLink, ButtonLink } from '../containers/shared/links.tsx'
import { formatBytes } from '../ui/format.ts'
import { RelativeTime } from '../ui/relative-time.tsx'
import { GoingNotice } from './going-notice.tsx'
import { ImageDescription } from './image-description.tsx'
import { ImageMenu } from './image-menu.tsx'
import { SingularityButton } from './singularity/singularity-button.tsx'

const anywhere = { overflowWrap: 'anywhere' } as const

/** One image, with what its owner may do to it. */
export function ImageCard({ image }: { image: Image }) {
  const { t } = useTranslation('images')
  const { account, role } = useSession()
  return (
    <Card withBorder component="article" data-testid="image">
      <Stack gap="xs" h="100%">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <Title order={3} size="md" style={anywhere}>
            {image.name}
          </Title>
          {(image.owner === account || role === 'administrator') && <ImageMenu image={image} />}
        </Group>
        <Marks image={image} />
        <GoingNotice image={image} />
        <ImageDescription text={image.description} />
        <Text size="xs" c="dimmed" ff="monospace" style={anywhere}>
          {image.reference}
        </Text>
        <Digests image={image} />
        <Users image={image} />
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
          <Text size="xs" c="dimmed">
            {t('on', { backends: image.backends.join(' ') || t('on.registry') })}
          </Text>
        </Group>
        <ButtonLink
          to="/containers/new"
          search={{ image: image.owner === account ? image.name : image.reference }}
          variant="light"
          leftSection={<IconPlus size={16} aria-hidden />}
          aria-label={`${t('use')}: ${image.name}`}
          disabled={image.removing}
        >
          {t('use')}
        </ButtonLink>
        <SingularityButton image={image} disabled={image.removing} />
      </Stack>
    </Card>
  )
}

function Marks({ image }: { image: Image }) {
  const { t } = useTranslation('images')
  const { account } = useSession()
  return (
    <Group gap="xs">
      {image.recommended && <Badge color="teal">{t('recommended')}</Badge>}
      {image.owner === account && (
        <Badge variant="default">{t(image.shared ? 'is-shared' : 'is-private')}</Badge>
      )}
      {image.removing && <Badge color="red">{t('removing')}</Badge>}
    </Group>
  )
}

/** What it is made of, as its server and as the registry say; in full when pointed at. */
function Digests({ image: { digest, registryDigest } }: { image: Image }) {
  const { t } = useTranslation('images')
  const rows = [
    [t('digest'), digest],
    [t('digest.registry'), registryDigest],
  ] as const
  return rows.map(
    ([label, value]) =>
      value !== null && (
        <Text key={label} size="xs" c="dimmed" style={anywhere}>
          {label}{' '}
          <Text span ff="monospace" size="xs" title={value}>
            {value.slice(0, 19)}…
          </Text>
        </Text>
      ),
  )
}

/** Containers that are made from it: one's own by name, others' by number. */
function Users({ image }: { image: Image }) {
  const { t } = useTranslation('images')
  if (image.usedBy.length === 0 && image.usedByOthers === 0) return null
  return (
    <Text size="xs" style={anywhere}>
      {t('used-by')}{' '}
      {image.usedBy.map(({ id, name }) => (
        <span key={id}>
          <AnchorLink to="/containers/$id" params={{ id }} size="xs">
            {name}
          </AnchorLink>{' '}
        </span>
      ))}
      {image.usedByOthers > 0 && t('used-by-others', { count: image.usedByOthers })}
    </Text>
  )
}
