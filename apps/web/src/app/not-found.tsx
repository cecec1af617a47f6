import { IconCompass } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ButtonLink } from '../containers/shared/links.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { usePageTitle } from '../ui/use-page-title.ts'

export function NotFound() {
  const { t } = useTranslation()
  usePageTitle(t('not-found.title'))
  return (
    <main>
      <EmptyState icon={IconCompass} title={t('not-found.title')} text={t('not-found.text')} order={1}>
        <ButtonLink to="/containers">{t('not-found.back')}</ButtonLink>
      </EmptyState>
    </main>
  )
}
