import { CloseButton, Group, Modal, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

/** A dialog with a form. Its heading is no `header` element, which would be a second banner of the page. */
export function Dialog(props: {
  opened: boolean
  title: string
  size?: string
  onClose: () => void
  children: ReactNode
}) {
  const { opened, title, size = 'md', onClose, children } = props
  const { t } = useTranslation()
  return (
    <Modal opened={opened} onClose={onClose} size={size} withCloseButton={false} centered>
      <Stack>
        <Group justify="space-between" wrap="nowrap">
          <Modal.Title component="h2" fz="h4" fw={650} style={{ overflowWrap: 'anywhere' }}>
            {title}
          </Modal.Title>
          <CloseButton onClick={onClose} aria-label={t('close')} />
        </Group>
        {children}
      </Stack>
    </Modal>
  )
}
