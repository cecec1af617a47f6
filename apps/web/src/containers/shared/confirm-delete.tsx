import { Text } from '@mantine/core'
import { IconDownload, IconTrash } from '@tabler/icons-react'
import type { Container } from '@berth/contract'
import { useTranslation } from 'react-i18next'
import { Ask } from './ask.tsx'
import { ButtonLink } from './links.tsx'

/** Asks before a container is given back: its files go with it, so downloading them is offered first. */
export function ConfirmDelete(props: {
  container: Container
  opened: boolean
  onClose: () => void
  onConfirm: () => void
}) {
  const { container, opened, onClose, onConfirm } = props
  const { t } = useTranslation('containers')
  return (
    <Ask
      opened={opened}
      title={t('delete.title', { name: container.name })}
      keep={t('delete.keep')}
      confirm={t('delete.confirm')}
      icon={<IconTrash size={16} aria-hidden />}
      onClose={onClose}
      onConfirm={onConfirm}
    >
      <Text>{t('delete.files-too')}</Text>
      {container.startedAt !== undefined && (
        <ButtonLink
          to="/containers/$id/files"
          params={{ id: container.id }}
          search={{}}
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={onClose}
        >
          {t('delete.download-first')}
        </ButtonLink>
      )}
    </Ask>
  )
}
