import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

/** Asks before what cannot be undone; with `word`, it has to be typed. */
export function ConfirmDialog(props: {
  opened: boolean
  title: string
  text: string
  action: string
  word?: string
  onClose: () => void
  onConfirm: () => void
}) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const ready = props.word === undefined || typed === props.word
  const close = () => {
    setTyped('')
    props.onClose()
  }
  return (
    <Modal opened={props.opened} onClose={close} withCloseButton={false} centered>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!ready) return
          close()
          props.onConfirm()
        }}
      >
        <Stack>
          <Modal.Title component="h2" fz="h4" fw={650} style={{ overflowWrap: 'anywhere' }}>
            {props.title}
          </Modal.Title>
          <Text>{props.text}</Text>
          {props.word !== undefined && (
            <TextInput
              label={t('confirm.type', { word: props.word })}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              data-autofocus
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close} data-autofocus={props.word === undefined || undefined}>
              {t('cancel')}
            </Button>
            <Button type="submit" color="red.9" disabled={!ready} data-testid="confirm">
              {props.action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
