import { Button, Card, Group, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { client } from '../api/client.ts'
import { keys } from '../api/query-keys.ts'
import { usePageLanguage } from '../i18n/use-page-language.ts'
import { fieldErrors } from '../ui/describe-error.ts'
import { notifyDone } from '../ui/notify.tsx'
import { Problem } from '../ui/problem.tsx'

const empty = { registry: '', user: '', password: '' }

/** Keeps a login at a registry; one for the same registry is replaced. */
export function AddRegistry() {
  const { t } = useTranslation('account')
  const language = usePageLanguage()
  const queries = useQueryClient()
  const form = useForm({ initialValues: empty })
  const add = useMutation({
    mutationFn: (body: typeof empty) => client.setRegistryCredential({ body }),
    onError: (error) => form.setErrors(fieldErrors(error, language)),
    onSuccess: ({ registry }) => {
      form.reset()
      notifyDone(t('registries.kept', { registry }))
      return queries.invalidateQueries({ queryKey: keys.registries })
    },
  })
  return (
    <Card withBorder>
      <form onSubmit={form.onSubmit((values) => add.mutate(values))}>
        <Stack>
          <Group align="flex-start">
            <TextInput
              label={t('registries.registry')}
              description={t('registries.registry.description')}
              placeholder="docker.io"
              required
              maxLength={300}
              autoCapitalize="none"
              spellCheck={false}
              flex="1 1 14rem"
              {...form.getInputProps('registry')}
            />
            <TextInput
              label={t('registries.user')}
              description={t('registries.user.description')}
              required
              maxLength={255}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              flex="1 1 12rem"
              {...form.getInputProps('user')}
            />
            <PasswordInput
              label={t('registries.password')}
              description={t('registries.password.description')}
              required
              maxLength={8_192}
              autoComplete="new-password"
              flex="1 1 14rem"
              {...form.getInputProps('password')}
            />
          </Group>
          {add.isError && <Problem error={add.error} inForm />}
          <div>
            <Button type="submit" loading={add.isPending}>
              {t('registries.keep')}
            </Button>
          </div>
        </Stack>
      </form>
    </Card>
  )
}
