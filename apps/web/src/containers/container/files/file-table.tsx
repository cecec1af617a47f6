import { ActionIcon, Group, Table, Text, Tooltip, VisuallyHidden } from '@mantine/core'
import {
  IconDownload,
  IconFile,
  IconFolder,
  IconLink,
  IconQuestionMark,
  type Icon,
} from '@tabler/icons-react'
import type { Container, FileEntry } from '@berth/contract'
import { useTranslation } from 'react-i18next'
import { formatBytes, formatTime } from '../../../ui/format.ts'
import classes from '../../shared/containers.module.css'
import { AnchorLink } from '../../shared/links.tsx'
import { downloadUrl } from './download-url.ts'
import { joinPath } from './paths.ts'

const icons: Record<FileEntry['type'], Icon> = {
  directory: IconFolder,
  file: IconFile,
  link: IconLink,
  other: IconQuestionMark,
}

/** Folders first, each by name. */
function sorted(entries: readonly FileEntry[]): FileEntry[] {
  const rank = ({ type }: FileEntry) => (type === 'directory' ? 0 : 1)
  return [...entries].sort((one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name))
}

/** The entries of a folder, each to be opened or downloaded. */
export function FileTable(props: { container: Container; path: string; entries: readonly FileEntry[] }) {
  const { t } = useTranslation('containers')
  return (
    <Table.ScrollContainer minWidth={320}>
      <Table verticalSpacing={6} highlightOnHover data-testid="files">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('files.name')}</Table.Th>
            <Table.Th ta="right">{t('files.size')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('files.modified')}</Table.Th>
            <Table.Th visibleFrom="md">{t('files.mode')}</Table.Th>
            <Table.Th>
              <VisuallyHidden>{t('files.download')}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sorted(props.entries).map((entry) => (
            <Row
              key={entry.name}
              container={props.container}
              path={joinPath(props.path, entry.name)}
              entry={entry}
            />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function Row({ container, path, entry }: { container: Container; path: string; entry: FileEntry }) {
  const { t, i18n } = useTranslation('containers')
  const EntryIcon = icons[entry.type]
  const href = entry.type === 'other' ? undefined : downloadUrl(container.id, path)
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap="xs" wrap="nowrap">
          <EntryIcon
            size={18}
            aria-label={t(`files.type.${entry.type}`)}
            role="img"
            style={{ flexShrink: 0 }}
          />
          {entry.type === 'directory' ? (
            <AnchorLink
              to="/containers/$id/files"
              params={{ id: container.id }}
              search={{ path }}
              className={classes['breakable'] ?? ''}
            >
              {entry.name}
            </AnchorLink>
          ) : (
            <Text size="sm" className={classes['breakable'] ?? ''}>
              {entry.name}
              {entry.target !== undefined && ` → ${entry.target}`}
            </Text>
          )}
        </Group>
      </Table.Td>
      <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
        {entry.type === 'file' ? formatBytes(entry.size) : ''}
      </Table.Td>
      <Table.Td visibleFrom="sm" style={{ whiteSpace: 'nowrap' }}>
        {formatTime(entry.modifiedAt, i18n.language)}
      </Table.Td>
      <Table.Td visibleFrom="md" ff="monospace">
        {entry.mode}
      </Table.Td>
      <Table.Td ta="right">
        {href !== undefined && (
          <Tooltip label={t(entry.type === 'directory' ? 'files.download-tar' : 'files.download')}>
            <ActionIcon
              component="a"
              href={href}
              download
              variant="subtle"
              color="gray"
              aria-label={t('files.download-of', { name: entry.name })}
            >
              <IconDownload size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
