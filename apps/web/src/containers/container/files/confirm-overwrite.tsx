import { Code, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Ask } from '../../shared/ask.tsx'

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
    <Ask
      opened={names.length > 0}
      title={t('files.overwrite-title')}
      keep={t('files.overwrite-keep')}
      confirm={t('files.overwrite')}
      onClose={onClose}
      onConfirm={onConfirm}
    >
      <Text>{t('files.overwrite-text', { count: names.length })}</Text>
      <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
        {names.slice(0, shown).join('\n')}
        {names.length > shown && '\n…'}
      </Code>
    </Ask>
  )
}
