import { Button } from '@mantine/core'
import { IconCompass } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../ui/empty-state.tsx'

export function NotFound() {
  const { t } = useTranslation()
  return (
    <EmptyState icon={IconCompass} title={t('not-found.title')} text={t('not-found.text')}>
      <Button component="a" href="/containers">
        {t('not-found.back')}
      </Button>
    </EmptyState>
  )
}
