import type { Language } from '@berth/contract'
import { en } from './en.ts'
import { ja } from './ja.ts'
import type { Messages } from './messages.ts'

export type { ErrorName, Messages } from './messages.ts'

/** The reader's language, by the first of LC_ALL, LC_MESSAGES and LANG that is set (POSIX locale order). */
export function languageOf(env: NodeJS.ProcessEnv): Language {
  const locale = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find(
    (value) => value !== undefined && value !== '',
  )
  return /^ja\b|^ja_/i.test(locale ?? '') ? 'ja' : 'en'
}

export const messagesIn = (language: Language): Messages => (language === 'ja' ? ja : en)
