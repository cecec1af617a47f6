import { Alert, Button, Card, Group, Select, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconKey } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { client } from '../api/client.ts'
import { keys } from '../api/query-keys.ts'
import { usePageLanguage } from '../i18n/use-page-language.ts'
import { CommandLine } from '../ui/command-line.tsx'
import { fieldErrors } from '../ui/describe-error.ts'
import { Problem } from '../ui/problem.tsx'

const days = ['30', '90', '365', 'none'] as const

/** Makes a token and shows it once. */
export function CreateToken() {
  const { t } = useTranslation('account')
  const language = usePageLanguage()
  const queries = useQueryClient()
  const form = useForm({ initialValues: { name: '', days: '90' } })
  const create = useMutation({
    mutationFn: (values: typeof form.values) =>
      client.createToken({
        body: { name: values.name, ...(values.days === 'none' ? {} : { days: Number(values.days) }) },
      }),
    onError: (error) => form.setErrors(fieldErrors(error, language)),
    onSuccess: () => {
      form.reset()
      return queries.invalidateQueries({ queryKey: keys.tokens })
    },
  })
  return (
    <Card withBorder>
      <Stack>
        <form onSubmit={form.onSubmit((values) => create.mutate(values))}>
          <Group align="flex-end">
            <TextInput
              label={t('tokens.name')}
              placeholder={t('tokens.name.placeholder')}
              required
              maxLength={80}
              flex="1 1 14rem"
              {...form.getInputProps('name')}
            />
            <Select
              label={t('tokens.days')}
              w={150}
              allowDeselect={false}
              comboboxProps={{ withinPortal: false }}
              data={days.map((value) => ({ value, label: t(`tokens.days.${value}`) }))}
              {...form.getInputProps('days')}
            />
            <Button type="submit" loading={create.isPending}>
              {t('tokens.create')}
            </Button>
          </Group>
        </form>
        {create.isError && <Problem error={create.error} inForm />}
        {create.data && (
          <Alert
            color="teal"
            title={t('tokens.made')}
            icon={<IconKey aria-hidden />}
            role="status"
            data-testid="made-token"
          >
            <CommandLine text={create.data.token} />
          </Alert>
        )}
      </Stack>
    </Card>
  )
}
