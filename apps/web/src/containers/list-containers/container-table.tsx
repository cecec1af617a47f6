import { Table, Text } from '@mantine/core'
import type { Container } from '@berth/contract'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { RowActions } from '../shared/container-actions.tsx'
import { shortImage } from '../shared/container-state.ts'
import classes from '../shared/containers.module.css'
import { formatAge } from '../shared/format.ts'
import { formatTime } from '../../ui/format.ts'
import { AnchorLink } from '../shared/links.tsx'
import { PortLinks } from '../shared/port-links.tsx'
import { ProgressLine } from '../shared/progress-line.tsx'
import { StateBadge } from '../shared/state-badge.tsx'

/** The list as a table, for wide screens. */
export function ContainerTable({ containers, now }: { containers: readonly Container[]; now: number }) {
  const { t } = useTranslation('containers')
  return (
    <Table.ScrollContainer minWidth={860}>
      <Table verticalSpacing="xs" highlightOnHover data-testid="container-list">
        <Table.Thead>
          <Table.Tr>
            <Table.Th miw={180}>{t('list.name')}</Table.Th>
            <Table.Th>{t('list.state')}</Table.Th>
            <Table.Th>{t('list.image')}</Table.Th>
            <Table.Th>{t('list.ports')}</Table.Th>
            <Table.Th style={{ whiteSpace: 'nowrap' }}>{t('list.backend')}</Table.Th>
            <Table.Th>{t('list.created')}</Table.Th>
            <Table.Th ta="right">{t('list.actions')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {containers.map((container) => (
            <Row key={container.id} container={container} now={now} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

const Row = memo(function Row({ container, now }: { container: Container; now: number }) {
  const { i18n } = useTranslation('containers')
  return (
    <Table.Tr data-testid={`container-${container.name}`}>
      <Table.Td maw={260}>
        <AnchorLink
          to="/containers/$id"
          params={{ id: container.id }}
          fw={600}
          className={classes['breakable'] ?? ''}
        >
          {container.name}
        </AnchorLink>
      </Table.Td>
      <Table.Td maw={280}>
        <StateBadge container={container} />
        <ProgressLine container={container} />
      </Table.Td>
      <Table.Td maw={200}>
        <Text size="sm" className={classes['breakable'] ?? ''} title={container.image}>
          {shortImage(container.image)}
        </Text>
      </Table.Td>
      <Table.Td>
        <PortLinks container={container} />
      </Table.Td>
      <Table.Td>
        <Text size="sm">{container.backend ?? '–'}</Text>
      </Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        <Text
          size="sm"
          component="time"
          dateTime={container.createdAt}
          title={formatTime(container.createdAt, i18n.language)}
        >
          {formatAge(Date.parse(container.createdAt), now, i18n.language)}
        </Text>
      </Table.Td>
      <Table.Td>
        <RowActions container={container} />
      </Table.Td>
    </Table.Tr>
  )
})
