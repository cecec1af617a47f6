import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import * as en from './en/index.ts'
import * as ja from './ja/index.ts'

const remembered = 'berth-language'

/** Japanese if the browser prefers it to English, unless the reader chose. */
function preferred(): 'ja' | 'en' {
  const chosen = localStorage.getItem(remembered)
  if (chosen === 'ja' || chosen === 'en') return chosen
  return navigator.languages.find((language) => /^(ja|en)\b/.test(language))?.startsWith('ja') === false
    ? 'en'
    : 'ja'
}

function announce(language: string): void {
  document.documentElement.lang = language
}

/** Makes the texts of every area available to `useTranslation`. */
export async function startTranslation(): Promise<void> {
  i18next.on('languageChanged', announce)
  await i18next.use(initReactI18next).init({
    lng: preferred(),
    fallbackLng: 'ja',
    resources: { ja, en },
    defaultNS: 'common',
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
  })
  announce(i18next.language)
}

/** Switches the language and remembers it on this device. */
export async function chooseLanguage(language: 'ja' | 'en'): Promise<void> {
  localStorage.setItem(remembered, language)
  await i18next.changeLanguage(language)
}
