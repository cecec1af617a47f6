import { catalogue } from '@berth/contract'
import { useTranslation } from 'react-i18next'
import { readable } from '../../ui/readable.ts'

/** An audit entry's names in the page's language; a name of another version of Berth stays as it is. */
export function useAuditWords() {
  const { t, i18n } = useTranslation('administration')
  return {
    action: (name: string): string =>
      i18n.exists(`action.${name}`, { ns: 'administration' }) ? t(`action.${name}`) : name,
    outcome: (code: string): string => {
      if (code === 'ok') return t('audit.ok')
      if (!isErrorCode(code)) return code
      return readable(catalogue[code][i18n.language === 'ja' ? 'ja' : 'en'].title)
    },
  }
}

const isErrorCode = (code: string): code is keyof typeof catalogue => Object.hasOwn(catalogue, code)
