import { Badge, Group, Stack, Text, Title } from '@mantine/core'
import { IconRecycle } from '@tabler/icons-react'
import type { CleanUpPreview } from '@berth/contract'
import { useTranslation } from 'react-i18next'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatBytes, formatTime } from '../../ui/format.ts'
import { RelativeTime } from '../../ui/relative-time.tsx'

type Going = CleanUpPreview['images'][number]

/** What goes by the rules that are saved, or would by those that are written in the form. */
export function CleanUpPreviewTable({ preview, saved }: { preview: CleanUpPreview; saved: boolean }) {
  const { t } = useTranslation('administration')
  const { images, untagged, frees } = preview
  return (
    <Stack component="section" gap="sm">
      <Group justify="space-between" align="baseline">
        <Title order={2} size="h4">
          {t(saved ? 'clean-up.goes' : 'clean-up.would-go')}
        </Title>
        {images.length + untagged.length > 0 && (
          <Text size="sm">
            {t('clean-up.sum', { images: images.length, untagged: untagged.length })}
            {frees !== null && ` · ${t('clean-up.frees', { bytes: formatBytes(frees) })}`}
          </Text>
        )}
      </Group>
      {images.length === 0 && untagged.length === 0 && (
        <EmptyState icon={IconRecycle} title={t('clean-up.nothing')} text={t('clean-up.nothing-text')} />
      )}
      {images.length > 0 && <Table images={images} />}
      {untagged.length > 0 && <UntaggedTable images={untagged} />}
    </Stack>
  )
}

function Table({ images }: { images: readonly Going[] }) {
  const { t, i18n } = useTranslation('administration')
  const columns: Column<Going>[] = [
    {
      key: 'name',
      header: t('clean-up.image'),
      cell: ({ name, shared }) => (
        <Group gap="xs">
          <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
            {name}
          </Text>
          {shared && <Badge variant="default">{t('clean-up.shared')}</Badge>}
        </Group>
      ),
    },
    { key: 'owner', header: t('clean-up.owner'), cell: ({ owner }) => owner },
    { key: 'size', header: t('clean-up.size'), cell: ({ size }) => formatBytes(size), nowrap: true },
    { key: 'used', header: t('clean-up.used'), cell: ({ usedAt }) => <RelativeTime time={usedAt} /> },
    { key: 'reason', header: t('clean-up.reason'), cell: ({ reason }) => t(`clean-up.reason.${reason}`) },
    { key: 'at', header: t('clean-up.at'), cell: ({ at }) => formatTime(at, i18n.language), nowrap: true },
  ]
  return <DataTable label={t('clean-up.title')} rows={images} columns={columns} rowKey={({ id }) => id} />
}

/** Nobody can use them any more, so nobody is told. */
function UntaggedTable({ images }: { images: CleanUpPreview['untagged'] }) {
  const { t } = useTranslation('administration')
  const columns: Column<CleanUpPreview['untagged'][number]>[] = [
    {
      key: 'id',
      header: t('clean-up.untagged-id'),
      cell: ({ id }) => (
        <Text size="sm" ff="monospace" title={id}>
          {id.replace('sha256:', '').slice(0, 12)}
        </Text>
      ),
    },
    { key: 'owner', header: t('clean-up.owner'), cell: ({ owner }) => owner },
    { key: 'backend', header: t('clean-up.backend'), cell: ({ backend }) => backend },
    {
      key: 'size',
      header: t('clean-up.own-size'),
      cell: ({ size }) => (size === null ? '' : formatBytes(size)),
      nowrap: true,
    },
    { key: 'made', header: t('clean-up.made'), cell: ({ createdAt }) => <RelativeTime time={createdAt} /> },
  ]
  return (
    <DataTable
      label={t('clean-up.untagged')}
      rows={images}
      columns={columns}
      rowKey={({ id, backend }) => `${backend} ${id}`}
    />
  )
}
