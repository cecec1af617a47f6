import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { roles, type Role } from '@berth/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { client } from '../../api/client.ts'
import { Problem } from '../../ui/problem.tsx'
import type { MadePassword } from './accounts-page.tsx'

interface Values {
  readonly name: string
  readonly displayName: string
  readonly role: Role
}

/** Makes a local account; the console makes up its password. */
export function CreateAccount(props: {
  opened: boolean
  onClose: () => void
  onPassword: (made: MadePassword) => void
}) {
  const { t } = useTranslation(['administration', 'common'])
  const queries = useQueryClient()
  const form = useForm<Values>({ initialValues: { name: '', displayName: '', role: 'student' } })
  const create = useMutation({
    mutationFn: ({ name, displayName, role }: Values) =>
      client.createAccount({ body: { name, role, ...(displayName === '' ? {} : { displayName }) } }),
    onSuccess: ({ name, password }) => {
      if (password !== undefined) props.onPassword({ account: name, password })
      form.reset()
      props.onClose()
      return queries.invalidateQueries({ queryKey: ['accounts'] })
    },
  })
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={t('accounts.create')} centered>
      <form onSubmit={form.onSubmit((values) => create.mutate(values))}>
        <Stack>
          {create.isError && <Problem error={create.error} />}
          <TextInput
            label={t('accounts.name')}
            required
            autoCapitalize="none"
            spellCheck={false}
            data-autofocus
            {...form.getInputProps('name')}
          />
          <TextInput label={t('accounts.display-name')} {...form.getInputProps('displayName')} />
          <Select
            label={t('accounts.role')}
            allowDeselect={false}
            data={roles.map((value) => ({ value, label: t(`role.${value}`, { ns: 'common' }) }))}
            {...form.getInputProps('role')}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={create.isPending}>
              {t('accounts.create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
