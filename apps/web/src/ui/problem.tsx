import { Alert, Button, List, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { describe } from './describe-error.ts'

/** What went wrong and what to do about it, in the page's language. `inForm`: the fields tell their own faults. */
export function Problem(props: { error: unknown; onRetry?: () => void; inForm?: boolean }) {
  const { error, onRetry, inForm = false } = props
  const { t, i18n } = useTranslation()
  const { title, detail, fields } = describe(error, i18n.language === 'ja' ? 'ja' : 'en')
  return (
    <Alert color="red" variant="light" title={title} icon={<IconAlertTriangle aria-hidden />} role="alert">
      <Text size="sm">{detail}</Text>
      {!inForm && fields.length > 0 && (
        <List size="sm" mt="xs">
          {fields.map((field) => (
            <List.Item key={`${field.path} ${field.text}`}>{field.text}</List.Item>
          ))}
        </List>
      )}
      {onRetry && (
        <Button mt="sm" size="xs" variant="light" color="red" onClick={onRetry}>
          {t('retry')}
        </Button>
      )}
    </Alert>
  )
}
