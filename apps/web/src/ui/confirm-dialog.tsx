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
  const close = () => {
    setTyped('')
    props.onClose()
  }
  return (
    <Modal opened={props.opened} onClose={close} title={props.title} centered>
      <Stack>
        <Text>{props.text}</Text>
        {props.word !== undefined && (
          <TextInput
            label={t('confirm.type', { word: props.word })}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            data-autofocus
          />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <Button
            color="red"
            disabled={props.word !== undefined && typed !== props.word}
            onClick={() => {
              close()
              props.onConfirm()
            }}
          >
            {props.action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
