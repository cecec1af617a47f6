import { explain, type Container, type Language } from '@berth/contract'
import { useTranslation } from 'react-i18next'

export interface ExplainedReason {
  readonly title: string
  readonly detail: string
  readonly log: readonly string[]
}

/** Why a container is in its state, in the language that the page has now. */
export function useReason(container: Pick<Container, 'reason'>): ExplainedReason | undefined {
  const { i18n } = useTranslation()
  const { reason } = container
  if (reason === undefined) return undefined
  return { ...explain(reason.code, reason.params, languageOf(i18n.language)), log: reason.log ?? [] }
}

/** The catalogue's language nearest to the page's. */
export const languageOf = (language: string): Language => (language.startsWith('ja') ? 'ja' : 'en')
