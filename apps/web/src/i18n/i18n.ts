import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'

export type PageLanguage = 'ja' | 'en'

/** Only the language that is read is loaded. */
const texts = { ja: () => import('./ja/index.ts'), en: () => import('./en/index.ts') }

const remembered = 'berth-language'

/** Japanese if the browser prefers it to English, unless the reader chose. */
function preferred(): PageLanguage {
  const chosen = localStorage.getItem(remembered)
  if (chosen === 'ja' || chosen === 'en') return chosen
  return navigator.languages.find((language) => /^(ja|en)\b/.test(language))?.startsWith('ja') === false
    ? 'en'
    : 'ja'
}

function announce(language: string): void {
  document.documentElement.lang = language
}

async function load(language: PageLanguage): Promise<void> {
  for (const [area, words] of Object.entries(await texts[language]()))
    i18next.addResourceBundle(language, area, words)
}

/** Makes the texts of every area available to `useTranslation`, in the language that the reader prefers. */
export async function startTranslation(): Promise<void> {
  const language = preferred()
  i18next.on('languageChanged', announce)
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { ...(await texts[language]()) } },
    defaultNS: 'common',
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
  })
  announce(language)
}

/** Switches the language and remembers it on this device. */
export async function chooseLanguage(language: PageLanguage): Promise<void> {
  localStorage.setItem(remembered, language)
  await load(language)
  await i18next.changeLanguage(language)
}
