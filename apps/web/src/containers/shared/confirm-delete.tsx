import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { IconDownload, IconTrash } from '@tabler/icons-react'
import type { Container } from '@berth/contract'
import { useTranslation } from 'react-i18next'
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
    <Modal opened={opened} onClose={onClose} title={t('delete.title', { name: container.name })} centered>
      <Stack>
        <Text>{t('delete.files-too')}</Text>
        {container.state === 'running' && (
          <ButtonLink
            to="/containers/$id/files"
            params={{ id: container.id }}
            search={{}}
            variant="light"
            leftSection={<IconDownload size={16} aria-hidden />}
            onClick={onClose}
          >
            {t('delete.download-first')}
          </ButtonLink>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('delete.keep')}
          </Button>
          <Button
            color="red"
            leftSection={<IconTrash size={16} aria-hidden />}
            data-testid="confirm-delete"
            onClick={() => {
              onConfirm()
              onClose()
            }}
          >
            {t('delete.confirm')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
