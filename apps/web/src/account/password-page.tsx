import { Button, PasswordInput, Stack, Text, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { client } from '../api/client.ts'
import { useSession } from '../api/use-session.ts'
import { Problem } from '../ui/problem.tsx'

/** `/account/password`: for local accounts. */
export function PasswordPage() {
  const { t } = useTranslation('account')
  const { account } = useSession()
  const form = useForm({
    initialValues: { current: '', password: '', again: '' },
    validate: { again: (again, { password }) => (again === password ? null : t('password.differ')) },
  })
  const change = useMutation({
    mutationFn: ({ current, password }: { current: string; password: string }) =>
      client.setPassword({ params: { name: account }, body: { current, password } }),
    onSuccess: () => {
      form.reset()
      notifications.show({ color: 'teal', message: t('password.changed') })
    },
  })
  return (
    <form onSubmit={form.onSubmit((values) => change.mutate(values))}>
      <Stack maw={420}>
        <Title order={1} size="h2">
          {t('password.title')}
        </Title>
        <Text c="dimmed">{t('password.lead')}</Text>
        {change.isError && <Problem error={change.error} />}
        <input type="text" name="username" autoComplete="username" value={account} readOnly hidden />
        <PasswordInput
          label={t('password.current')}
          autoComplete="current-password"
          required
          {...form.getInputProps('current')}
        />
        <PasswordInput
          label={t('password.new')}
          autoComplete="new-password"
          required
          {...form.getInputProps('password')}
        />
        <PasswordInput
          label={t('password.again')}
          autoComplete="new-password"
          required
          {...form.getInputProps('again')}
        />
        <div>
          <Button type="submit" loading={change.isPending}>
            {t('password.change')}
          </Button>
        </div>
      </Stack>
    </form>
  )
}
