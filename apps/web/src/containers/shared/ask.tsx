import { Button, Group, Modal, Stack } from '@mantine/core'
import type { ReactNode } from 'react'

/** Asks before something that cannot be taken back: what it means, a way out (chosen at first), and the deed. */
export function Ask(props: {
  opened: boolean
  title: string
  keep: string
  confirm: string
  icon?: ReactNode
  onClose: () => void
  onConfirm: () => void
  children: ReactNode
}) {
  const { opened, title, keep, confirm, icon, onClose, onConfirm, children } = props
  return (
    <Modal.Root opened={opened} onClose={onClose} centered>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body>
          <Stack>
            <Modal.Title fw={700} style={{ overflowWrap: 'anywhere' }}>
              {title}
            </Modal.Title>
            {children}
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose} data-autofocus>
                {keep}
              </Button>
              <Button
                color="red.9"
                leftSection={icon}
                data-testid="confirm"
                onClick={() => {
                  onConfirm()
                  onClose()
                }}
              >
                {confirm}
              </Button>
            </Group>
          </Stack>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
