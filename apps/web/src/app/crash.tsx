import { Button, Container, Stack, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Problem } from '../ui/problem.tsx'

/** What is shown where a page fails: why, and a way on. The rest of the frame stays. */
export function Crash({ error }: { error: unknown }) {
  const { t } = useTranslation()
  return (
    <Container size="sm" py="xl">
      <Stack>
        <Title order={1} size="h3">
          {t('crash.title')}
        </Title>
        <Problem error={error} />
        <div>
          <Button onClick={() => location.reload()}>{t('crash.reload')}</Button>
        </div>
      </Stack>
    </Container>
  )
}
