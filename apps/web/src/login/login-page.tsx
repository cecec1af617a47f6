import {
  Alert,
  Button,
  Center,
  Group,
  Paper,
  PasswordInput,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconClockX, IconLock } from '@tabler/icons-react'
import { BerthError } from '@berth/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { client } from '../api/client.ts'
import { keys } from '../api/query-keys.ts'
import { LanguageSwitch } from '../app/language-switch.tsx'
import { Problem } from '../ui/problem.tsx'
import { usePageTitle } from '../ui/use-page-title.ts'
import { useCountdown } from './use-countdown.ts'

export function LoginPage() {
  const { t } = useTranslation('login')
  usePageTitle(t('title'))
  return (
    <Center mih="100dvh" p="md" component="main" className="harbour">
      <Stack w="100%" maw={400} gap="lg">
        <Stack align="center" gap={4} ta="center">
          <img src="/favicon.svg" width={56} height={56} alt="" />
          <Title order={1}>Berth</Title>
          <Text c="dimmed">{t('lead')}</Text>
        </Stack>
        <Paper withBorder shadow="md" p="lg" radius="lg">
          <LoginForm />
        </Paper>
        <Group justify="center">
          <LanguageSwitch />
        </Group>
      </Stack>
    </Center>
  )
}

function LoginForm() {
  const { t } = useTranslation('login')
  const { expired } = useSearch({ from: '/login' })
  const form = useForm({ mode: 'uncontrolled', initialValues: { account: '', password: '' } })
  const login = useLogin()
  const seconds = useCountdown(
    login.error instanceof BerthError && login.error.status === 429
      ? Number(login.error.params['seconds'] ?? 0)
      : 0,
  )
  return (
    <form onSubmit={form.onSubmit((values) => login.mutate(values))}>
      <Stack>
        {!window.isSecureContext && (
          <Alert color="red" icon={<IconLock aria-hidden />}>
            {t('insecure')}
          </Alert>
        )}
        {expired === true && !login.isError && (
          <Alert color="yellow" icon={<IconClockX aria-hidden />}>
            {t('expired')}
          </Alert>
        )}
        {login.isError && <Problem error={login.error} />}
        <TextInput
          label={t('account')}
          description={t('account.description')}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          required
          withAsterisk={false}
          key={form.key('account')}
          {...form.getInputProps('account')}
        />
        <PasswordInput
          label={t('password')}
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          key={form.key('password')}
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={login.isPending} disabled={seconds > 0} fullWidth size="md">
          {seconds > 0 ? t('wait', { seconds }) : t('submit')}
        </Button>
      </Stack>
    </form>
  )
}

/** Logs in and goes where one was going; only within these pages. */
function useLogin() {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { to } = useSearch({ from: '/login' })
  return useMutation({
    mutationFn: (body: { account: string; password: string }) => client.createSession({ body }),
    onSuccess: async (session) => {
      queries.clear()
      queries.setQueryData(keys.session, session)
      await navigate({ href: to !== undefined && /^\/(?![/\\])/.test(to) ? to : '/containers' })
    },
  })
}
