import {
  Alert,
  Button,
  Card,
  Group,
  Select,
  Skeleton,
  Stack,
  Table,
  Text,
  TextInput,
  Title,
} from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { IconKey } from '@tabler/icons-react'
import type { Token } from '@berth/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { client } from '../api/client.ts'
import { keys } from '../api/query-keys.ts'
import { CommandLine } from '../ui/command-line.tsx'
import { formatTime } from '../ui/format.ts'
import { useNotifyProblem } from '../ui/notify.tsx'
import { Problem } from '../ui/problem.tsx'

/** `/account/tokens`: personal access tokens, and how the CLI is set up with one. */
export function TokensPage() {
  const { t } = useTranslation('account')
  const {
    data: tokens,
    error,
    refetch,
  } = useQuery({ queryKey: keys.tokens, queryFn: ({ signal }) => client.listTokens({ signal }) })
  return (
    <Stack>
      <Title order={1} size="h2">
        {t('tokens.title')}
      </Title>
      <Text c="dimmed">{t('tokens.lead')}</Text>
      <CreateToken />
      {error !== null && <Problem error={error} onRetry={() => void refetch()} />}
      {error === null && tokens === undefined && <Skeleton height={80} />}
      {tokens?.length === 0 && <Text c="dimmed">{t('tokens.none')}</Text>}
      {tokens !== undefined && tokens.length > 0 && <TokenTable tokens={tokens} />}
      <Title order={2} size="h4" mt="md">
        {t('cli.title')}
      </Title>
      <CommandLine
        text={`berth login ${location.origin}\nberth run welcome --name web -p 8080\nberth exec web`}
      />
    </Stack>
  )
}

const days = ['30', '90', '365', 'none'] as const

function CreateToken() {
  const { t } = useTranslation('account')
  const queries = useQueryClient()
  const form = useForm({ initialValues: { name: '', days: '90' } })
  const create = useMutation({
    mutationFn: (values: { name: string; days: string }) =>
      client.createToken({
        body: { name: values.name, ...(values.days === 'none' ? {} : { days: Number(values.days) }) },
      }),
    onSuccess: () => {
      form.reset()
      return queries.invalidateQueries({ queryKey: keys.tokens })
    },
  })
  return (
    <Card withBorder>
      <form onSubmit={form.onSubmit((values) => create.mutate(values))}>
        <Group align="flex-end">
          <TextInput
            label={t('tokens.name')}
            placeholder={t('tokens.name.placeholder')}
            required
            maxLength={80}
            style={{ flex: 1, minWidth: 200 }}
            {...form.getInputProps('name')}
          />
          <Select
            label={t('tokens.days')}
            w={140}
            allowDeselect={false}
            data={days.map((value) => ({ value, label: t(`tokens.days.${value}`) }))}
            {...form.getInputProps('days')}
          />
          <Button type="submit" loading={create.isPending}>
            {t('tokens.create')}
          </Button>
        </Group>
      </form>
      {create.isError && <Problem error={create.error} />}
      {create.data && (
        <Alert color="teal" mt="md" title={t('tokens.made')} icon={<IconKey aria-hidden />}>
          <CommandLine text={create.data.token} />
        </Alert>
      )}
    </Card>
  )
}

function TokenTable({ tokens }: { tokens: Token[] }) {
  const { t, i18n } = useTranslation('account')
  const time = (value: string | null) =>
    value === null ? t('tokens.never') : formatTime(value, i18n.language)
  return (
    <Table.ScrollContainer minWidth={600}>
      <Table verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('tokens.name')}</Table.Th>
            <Table.Th>{t('tokens.created')}</Table.Th>
            <Table.Th>{t('tokens.expires')}</Table.Th>
            <Table.Th>{t('tokens.used')}</Table.Th>
            <Table.Th />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {tokens.map((token) => (
            <Table.Tr key={token.id}>
              <Table.Td>{token.name}</Table.Td>
              <Table.Td>{time(token.createdAt)}</Table.Td>
              <Table.Td>{time(token.expiresAt)}</Table.Td>
              <Table.Td>{time(token.lastUsedAt)}</Table.Td>
              <Table.Td>
                <RevokeButton token={token} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function RevokeButton({ token }: { token: Token }) {
  const { t } = useTranslation('account')
  const queries = useQueryClient()
  const revoke = useMutation({
    mutationFn: () => client.deleteToken({ params: { id: token.id } }),
    onSuccess: () => {
      notifications.show({ message: t('tokens.revoked') })
      return queries.invalidateQueries({ queryKey: keys.tokens })
    },
    onError: useNotifyProblem(),
  })
  return (
    <Button
      variant="subtle"
      color="red"
      size="compact-sm"
      loading={revoke.isPending}
      onClick={() => revoke.mutate()}
      aria-label={`${t('tokens.revoke')}: ${token.name}`}
    >
      {t('tokens.revoke')}
    </Button>
  )
}
