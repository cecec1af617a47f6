import { Card, Group, Stack, Text } from '@mantine/core'
import type { Container } from '@berth/contract'
import { useTranslation } from 'react-i18next'
import { RowActions } from '../shared/container-actions.tsx'
import { shortImage } from '../shared/container-state.ts'
import classes from '../shared/containers.module.css'
import { formatAge } from '../shared/format.ts'
import { AnchorLink } from '../shared/links.tsx'
import { PortLinks } from '../shared/port-links.tsx'
import { ProgressLine } from '../shared/progress-line.tsx'
import { StateBadge } from '../shared/state-badge.tsx'

/** The list as cards, for narrow screens. */
export function ContainerCards({ containers, now }: { containers: readonly Container[]; now: number }) {
  const { i18n } = useTranslation('containers')
  return (
    <Stack gap="sm" data-testid="container-list">
      {containers.map((container) => (
        <Card key={container.id} withBorder padding="sm" data-testid={`container-${container.name}`}>
          <Stack gap="xs">
            <Group justify="space-between" wrap="nowrap" align="flex-start">
              <AnchorLink
                to="/containers/$id"
                params={{ id: container.id }}
                fw={600}
                className={classes['breakable'] ?? ''}
              >
                {container.name}
              </AnchorLink>
              <StateBadge container={container} />
            </Group>
            <ProgressLine container={container} />
            <Text size="sm" c="dimmed" className={classes['breakable'] ?? ''}>
              {shortImage(container.image)}
              {container.backend === null ? '' : ` · ${container.backend}`} ·{' '}
              {formatAge(Date.parse(container.createdAt), now, i18n.language)}
            </Text>
            <Group justify="space-between" gap="xs">
              {container.ports.length > 0 ? <PortLinks container={container} /> : <span />}
              <RowActions container={container} />
            </Group>
          </Stack>
        </Card>
      ))}
    </Stack>
  )
}
