import { Button, Code, Group, Modal, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** Names told at most. */
const shown = 8

/** Asks before files of the same name are written over; open while there are `names`. */
export function ConfirmOverwrite(props: {
  names: readonly string[]
  onClose: () => void
  onConfirm: () => void
}) {
  const { names, onClose, onConfirm } = props
  const { t } = useTranslation('containers')
  return (
    <Modal opened={names.length > 0} onClose={onClose} title={t('files.overwrite-title')} centered>
      <Stack>
        <Text>{t('files.overwrite-text', { count: names.length })}</Text>
        <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
          {names.slice(0, shown).join('\n')}
          {names.length > shown && '\n…'}
        </Code>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('files.overwrite-keep')}
          </Button>
          <Button
            color="red"
            onClick={() => {
              onConfirm()
              onClose()
            }}
          >
            {t('files.overwrite')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
