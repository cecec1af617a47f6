import { Group, Paper, Stack, Text, Title } from '@mantine/core'
import type { ImageBuild } from '@berth/contract'
import { useTranslation } from 'react-i18next'
import { AnchorLink } from '../../containers/shared/links.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { BuildState } from './build-state.tsx'
import { useBuilds } from './use-builds.ts'

/** Below the images only the latest are shown. */
const shown = 5

/** One's own latest builds, each a line that leads to its log. */
export function BuildList() {
  const { t } = useTranslation('images')
  const { data: builds = [] } = useBuilds()
  if (builds.length === 0) return null
  return (
    <Stack gap="sm" component="section" mt="xs">
      <Title order={2} size="h4">
        {t('builds')}
      </Title>
      <Paper withBorder radius="md">
        {builds.slice(0, shown).map((build) => (
          <Line key={build.id} build={build} />
        ))}
      </Paper>
    </Stack>
  )
}

function Line({ build }: { build: ImageBuild }) {
  return (
    <Group gap="sm" px="md" py="xs" data-testid="build">
      <BuildState build={build} />
      <AnchorLink to="/images/builds/$id" params={{ id: build.id }} style={{ overflowWrap: 'anywhere' }}>
        {build.name}
      </AnchorLink>
      <Text size="xs" c="dimmed" ml="auto">
        {build.backend} · <RelativeTime time={build.createdAt} />
      </Text>
    </Group>
  )
}
