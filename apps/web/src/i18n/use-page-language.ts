import { useTranslation } from 'react-i18next'

/** The language of the page, as the contract's words for errors want it. */
export function usePageLanguage(): 'ja' | 'en' {
  const { i18n } = useTranslation()
  return i18n.language === 'ja' ? 'ja' : 'en'
}
