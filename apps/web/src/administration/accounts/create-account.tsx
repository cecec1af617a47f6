import { Button, Group, Select, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { roles, type Role } from '@berth/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { client } from '../../api/client.ts'
import { usePageLanguage } from '../../i18n/use-page-language.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { fieldErrors } from '../../ui/describe-error.ts'
import { Problem } from '../../ui/problem.tsx'
import type { MadePassword } from './made-password.ts'

interface Values {
  readonly name: string
  readonly displayName: string
  readonly role: Role
}

interface Props {
  readonly opened: boolean
  readonly onClose: () => void
  readonly onPassword: (made: MadePassword) => void
}

/** Makes a local account; the console makes up its password. */
export function CreateAccount(props: Props) {
  const { t } = useTranslation('administration')
  return (
    <Dialog opened={props.opened} onClose={props.onClose} title={t('accounts.create')}>
      <Form {...props} />
    </Dialog>
  )
}

function Form({ onClose, onPassword }: Props) {
  const { t } = useTranslation('administration')
  const { t: common } = useTranslation()
  const language = usePageLanguage()
  const queries = useQueryClient()
  const form = useForm<Values>({ initialValues: { name: '', displayName: '', role: 'student' } })
  const create = useMutation({
    mutationFn: ({ name, displayName, role }: Values) =>
      client.createAccount({ body: { name, role, ...(displayName === '' ? {} : { displayName }) } }),
    onError: (error) => form.setErrors(fieldErrors(error, language)),
    onSuccess: ({ name, password }) => {
      if (password !== undefined) onPassword({ account: name, password })
      onClose()
      return queries.invalidateQueries({ queryKey: ['accounts'] })
    },
  })
  return (
    <form onSubmit={form.onSubmit((values) => create.mutate(values))}>
      <Stack>
        {create.isError && <Problem error={create.error} inForm />}
        <TextInput
          label={t('accounts.name')}
          description={t('accounts.name.description')}
          required
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <TextInput label={t('accounts.display-name')} {...form.getInputProps('displayName')} />
        <Select
          label={t('accounts.role')}
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
          data={roles.map((value) => ({ value, label: common(`role.${value}`) }))}
          {...form.getInputProps('role')}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {t('accounts.create')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
