import { Card, Stack, Text, Title } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { client } from '../api/client.ts'
import { keys } from '../api/query-keys.ts'
import { CliSetup } from '../ui/cli-setup.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Loading } from '../ui/loading.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { Problem } from '../ui/problem.tsx'
import { CreateToken } from './create-token.tsx'
import { TokenTable } from './token-table.tsx'

/** `/account/tokens`: personal access tokens, and how the CLI is set up. */
export function TokensPage() {
  const { t } = useTranslation('account')
  const {
    data: tokens,
    error,
    refetch,
  } = useQuery({ queryKey: keys.tokens, queryFn: ({ signal }) => client.listTokens({ signal }) })
  return (
    <Stack>
      <PageTitle title={t('tokens.title')} lead={t('tokens.lead')} />
      <CreateToken />
      {error !== null && <Problem error={error} onRetry={() => void refetch()} />}
      {error === null && tokens === undefined && <Loading rows={2} />}
      {tokens?.length === 0 && (
        <EmptyState icon={IconKey} title={t('tokens.none')} text={t('tokens.none-text')} />
      )}
      {tokens !== undefined && tokens.length > 0 && <TokenTable tokens={tokens} />}
      <Card withBorder component="section" mt="md">
        <Stack gap="xs">
          <Title order={2} size="h4">
            {t('cli.title')}
          </Title>
          <Text size="sm">{t('cli.text')}</Text>
          <CliSetup />
        </Stack>
      </Card>
    </Stack>
  )
}
