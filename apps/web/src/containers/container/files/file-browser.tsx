import { Alert, Breadcrumbs, Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import { IconDownload, IconFolderOpen } from '@tabler/icons-react'
import type { Container } from '@berth/contract'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../../api/client.ts'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { Problem } from '../../../ui/problem.tsx'
import { AnchorLink } from '../../shared/links.tsx'
import { ConfirmOverwrite } from './confirm-overwrite.tsx'
import { downloadUrl } from './download-url.ts'
import { DropArea } from '../../../ui/drop-area.tsx'
import { FileTable } from './file-table.tsx'
import { breadcrumbs, conflicts } from './paths.ts'
import { UploadButtons } from '../../../ui/upload-buttons.tsx'
import { UploadList } from './upload-list.tsx'
import { folderKey, useUploads } from './use-uploads.ts'
import type { FileToUpload } from '../../../ui/walk-entries.ts'

/** A folder of the container with what can be done there; at first the one that the server names. */
export function FileBrowser({ container }: { container: Container }) {
  const { path: asked } = useSearch({ strict: false })
  const wanted = typeof asked === 'string' ? asked : undefined
  const { t } = useTranslation('containers')
  const { queue, uploads } = useUploads(container.id)
  const [asking, setAsking] = useState<readonly FileToUpload[]>([])
  const folder = useQuery({
    queryKey: folderKey(container.id, wanted ?? ''),
    queryFn: ({ signal }) =>
      client.listFiles({
        params: { id: container.id },
        query: wanted === undefined ? {} : { path: wanted },
        signal,
      }),
    staleTime: 0,
  })
  const path = wanted ?? folder.data?.path
  if (path === undefined)
    return folder.error === null ? (
      <Skeleton height={180} />
    ) : (
      <Problem error={folder.error} onRetry={() => void folder.refetch()} />
    )
  const names = folder.data?.entries.map(({ name }) => name) ?? []
  const present = (files: readonly FileToUpload[]) =>
    conflicts(
      files.map((file) => file.path),
      names,
    )
  const take = (files: readonly FileToUpload[]) => {
    if (present(files).length > 0) setAsking(files)
    else queue.add(path, files)
  }
  return (
    <Stack>
      <PathBar container={container} path={path} onFiles={take} />
      <UploadList queue={queue} uploads={uploads} />
      <ConfirmOverwrite
        names={present(asking)}
        onClose={() => setAsking([])}
        onConfirm={() => queue.add(path, asking)}
      />
      <DropArea hint={t('files.drop-here', { path })} onFiles={take}>
        {folder.error !== null ? (
          <Problem error={folder.error} onRetry={() => void folder.refetch()} />
        ) : folder.data === undefined ? (
          <Skeleton height={180} />
        ) : (
          <FolderContent container={container} path={path} folder={folder.data} />
        )}
      </DropArea>
    </Stack>
  )
}

function PathBar(props: {
  container: Container
  path: string
  onFiles: (files: readonly FileToUpload[]) => void
}) {
  const { container, path, onFiles } = props
  const { t } = useTranslation('containers')
  return (
    <Group justify="space-between">
      <Breadcrumbs separatorMargin={4} aria-label={t('files.path')} style={{ flexWrap: 'wrap' }}>
        {breadcrumbs(path).map((part) => (
          <AnchorLink
            key={part.path}
            to="/containers/$id/files"
            params={{ id: container.id }}
            search={{ path: part.path }}
            fw={part.path === path ? 700 : 400}
          >
            {part.name === '/' ? t('files.root') : part.name}
          </AnchorLink>
        ))}
      </Breadcrumbs>
      <Group gap="xs">
        <UploadButtons onFiles={onFiles} />
        <Button
          component="a"
          href={downloadUrl(container.id, path)}
          download
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
        >
          {t('files.download-folder')}
        </Button>
      </Group>
    </Group>
  )
}

function FolderContent(props: {
  container: Container
  path: string
  folder: { entries: React.ComponentProps<typeof FileTable>['entries']; truncated: boolean }
}) {
  const { container, path, folder } = props
  const { t } = useTranslation('containers')
  if (folder.entries.length === 0)
    return <EmptyState icon={IconFolderOpen} title={t('files.empty-title')} text={t('files.empty-text')} />
  return (
    <>
      <FileTable container={container} path={path} entries={folder.entries} />
      {folder.truncated && <Alert color="yellow">{t('files.truncated')}</Alert>}
      <Text size="sm" c="dimmed" mt="xs">
        {t('files.drop-hint')}
      </Text>
    </>
  )
}
