import { useDocumentTitle } from '@mantine/hooks'
import { IconCompass } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ButtonLink } from '../containers/shared/links.tsx'
import { EmptyState } from '../ui/empty-state.tsx'

export function NotFound() {
  const { t } = useTranslation()
  useDocumentTitle(`${t('not-found.title')} · Berth`)
  return (
    <main>
      <EmptyState icon={IconCompass} title={t('not-found.title')} text={t('not-found.text')} order={1}>
        <ButtonLink to="/containers">{t('not-found.back')}</ButtonLink>
      </EmptyState>
    </main>
  )
}
