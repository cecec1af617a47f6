import { Accordion, Text } from '@mantine/core'
import { catalogue, errorCodes } from '@berth/contract'
import { usePageLanguage } from '../i18n/use-page-language.ts'
import { readable } from '../ui/readable.ts'

/** Every message that Berth can show, and what to do. */
export function ErrorList() {
  const language = usePageLanguage()
  return (
    <Accordion variant="contained">
      {errorCodes.map((code) => (
        <Accordion.Item key={code} value={code}>
          <Accordion.Control>
            <Text size="sm" fw={500}>
              {readable(catalogue[code][language].title)}
            </Text>
          </Accordion.Control>
          <Accordion.Panel>
            <Text size="sm">{readable(catalogue[code][language].detail)}</Text>
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  )
}
