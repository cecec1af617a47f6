import { Text } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import type { Container } from '@berth/contract'
import { useTranslation } from 'react-i18next'
import { Ask } from './ask.tsx'
import { ButtonLink } from './links.tsx'

/** Asks before a stop that takes the container's files with it. */
export function ConfirmFilesLoss(props: {
  container: Container
  action: 'stop' | 'restart'
  onClose: () => void
  onConfirm: () => void
}) {
  const { container, action, onClose, onConfirm } = props
  const { t } = useTranslation('containers')
  return (
    <Ask
      opened
      title={t('files-loss.title', { name: container.name, action: t(`action.${action}`) })}
      keep={t('delete.keep')}
      confirm={t('files-loss.confirm', { action: t(`action.${action}`) })}
      onClose={onClose}
      onConfirm={onConfirm}
    >
      <Text>{t('files-loss.text')}</Text>
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
    </Ask>
  )
}
