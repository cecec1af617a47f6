import { Button, PasswordInput, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { client } from '../api/client.ts'
import { useSession } from '../api/use-session.ts'
import { usePageLanguage } from '../i18n/use-page-language.ts'
import { fieldErrors } from '../ui/describe-error.ts'
import { notifyDone } from '../ui/notify.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { Problem } from '../ui/problem.tsx'

/** `/account/password`: for local accounts. */
export function PasswordPage() {
  const { t } = useTranslation('account')
  const { account } = useSession()
  const language = usePageLanguage()
  const form = useForm({
    initialValues: { current: '', password: '', again: '' },
    validate: { again: (again, { password }) => (again === password ? null : t('password.differ')) },
  })
  const change = useMutation({
    mutationFn: ({ current, password }: { current: string; password: string }) =>
      client.setPassword({ params: { name: account }, body: { current, password } }),
    onError: (error) => form.setErrors(fieldErrors(error, language)),
    onSuccess: () => {
      form.reset()
      notifyDone(t('password.changed'))
    },
  })
  return (
    <form onSubmit={form.onSubmit((values) => change.mutate(values))}>
      <Stack maw={420}>
        <PageTitle title={t('password.title')} lead={t('password.lead')} />
        {change.isError && <Problem error={change.error} inForm />}
        <input type="text" name="username" autoComplete="username" value={account} readOnly hidden />
        <PasswordInput
          label={t('password.current')}
          autoComplete="current-password"
          required
          {...form.getInputProps('current')}
        />
        <PasswordInput
          label={t('password.new')}
          description={t('password.new.description')}
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
