import { List, Text } from '@mantine/core'
import { catalogue, errorCodes } from '@berth/contract'
import { useTranslation } from 'react-i18next'
import { readable } from '../ui/readable.ts'

/** Every message that Berth can show, and what to do. */
export function ErrorList() {
  const { i18n } = useTranslation()
  const language = i18n.language === 'ja' ? 'ja' : 'en'
  return (
    <List spacing="sm" size="sm" listStyleType="none">
      {errorCodes.map((code) => (
        <List.Item key={code}>
          <Text size="sm" fw={600}>
            {readable(catalogue[code][language].title)}
          </Text>
          <Text size="sm" c="dimmed">
            {readable(catalogue[code][language].detail)}
          </Text>
        </List.Item>
      ))}
    </List>
  )
}
