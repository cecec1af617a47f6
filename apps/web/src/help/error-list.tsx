import { Accordion, List, Text } from '@mantine/core'
import { catalogue, errorCodes } from '@berth/contract'
import { useTranslation } from 'react-i18next'
import { usePageLanguage } from '../i18n/use-page-language.ts'
import { readable } from '../ui/readable.ts'

/** Every message that Berth can show, and what to do; closed at first, for it is long. */
export function ErrorList() {
  const { t } = useTranslation('help')
  const language = usePageLanguage()
  return (
    <Accordion variant="contained">
      <Accordion.Item value="all">
        <Accordion.Control>{t('errors.all')}</Accordion.Control>
        <Accordion.Panel>
          <List listStyleType="none" spacing="sm">
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
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  )
}
