import { ConnectionError } from '@berth/client'
import { BerthError, explain, type Language } from '@berth/contract'

export interface Description {
  readonly title: string
  readonly detail: string
  /** What is wrong with which field of the input. */
  readonly fields: readonly { readonly path: string; readonly text: string }[]
}

const lost = {
  ja: {
    title: 'Berth に接続できません',
    detail: 'ネットワークを確かめてください。つながると自動で続きます。',
  },
  en: {
    title: 'Berth cannot be reached',
    detail: 'Check your network; it goes on by itself once it is back.',
  },
}

/** A page's code could not be fetched; each engine has its own words for it. */
const unfetched = /dynamically imported module|importing a module script failed|unable to preload/i

/** The words for any error, in a language. */
export function describe(error: unknown, language: Language): Description {
  const isLost = error instanceof ConnectionError || (error instanceof Error && unfetched.test(error.message))
  if (isLost) return { ...lost[language], fields: [] }
  if (!(error instanceof BerthError))
    return { ...explain('internal', { requestId: '–' }, language), fields: [] }
  const fields = error.fields.map((field) => {
    const { title, detail } = explain(field.code, field.params ?? {}, language)
    return { path: field.path, text: language === 'ja' ? `${title}。${detail}` : `${title}. ${detail}` }
  })
  return { ...explain(error.code, error.params, language), fields }
}

/** The sentences for each field of a form, by the first part of their path. */
export function fieldErrors(error: unknown, language: Language): Record<string, string> {
  return Object.fromEntries(
    describe(error, language).fields.map(({ path, text }) => [path.split(/[.[]/)[0] ?? path, text]),
  )
}
