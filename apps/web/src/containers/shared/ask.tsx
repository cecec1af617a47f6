import { Button, Group, Modal, Stack, Title } from '@mantine/core'
import { useId, type ReactNode } from 'react'

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
  const titleId = useId()
  return (
    <Modal opened={opened} onClose={onClose} withCloseButton={false} centered aria-labelledby={titleId}>
      <Stack>
        <Title order={2} size="h4" id={titleId} style={{ overflowWrap: 'anywhere' }}>
          {title}
        </Title>
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
    </Modal>
  )
}
