import { Skeleton, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** Holds the place of what is being fetched: `rows` of `height` pixels. */
export function Loading({ rows = 4, height = 48 }: { rows?: number; height?: number }) {
  const { t } = useTranslation()
  return (
    <Stack gap="xs" role="status" aria-label={t('loading')}>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={height} />
      ))}
    </Stack>
  )
}
