import { Button, Group, Modal, PasswordInput, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { client } from '../../api/client.ts'
import { keys } from '../../api/query-keys.ts'
import { fieldErrors } from '../../ui/describe-error.ts'
import { Problem } from '../../ui/problem.tsx'

/** Connects a backend's agent. */
export function CreateBackend({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t, i18n } = useTranslation('administration')
  const queries = useQueryClient()
  const form = useForm({ initialValues: { name: '', url: 'https://', token: '', ca: '' } })
  const create = useMutation({
    mutationFn: ({ ca, ...body }: typeof form.values) =>
      client.createBackend({ body: { ...body, ...(ca.trim() === '' ? {} : { ca }) } }),
    onError: (error) => form.setErrors(fieldErrors(error, i18n.language === 'ja' ? 'ja' : 'en')),
    onSuccess: () => {
      form.reset()
      onClose()
      return queries.invalidateQueries({ queryKey: keys.backends })
    },
  })
  return (
    <Modal opened={opened} onClose={onClose} title={t('backends.connect')} centered>
      <form onSubmit={form.onSubmit((values) => create.mutate(values))}>
        <Stack>
          {create.isError && <Problem error={create.error} />}
          <TextInput
            label={t('backends.name')}
            placeholder="blade1"
            required
            data-autofocus
            {...form.getInputProps('name')}
          />
          <TextInput
            label={t('backends.url')}
            placeholder="https://blade1.example.ac.jp:8443"
            required
            {...form.getInputProps('url')}
          />
          <PasswordInput
            label={t('backends.token')}
            required
            autoComplete="off"
            {...form.getInputProps('token')}
          />
          <Textarea
            label={t('backends.ca')}
            rows={4}
            styles={{ input: { fontFamily: 'monospace' } }}
            {...form.getInputProps('ca')}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={create.isPending}>
              {t('backends.connect')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
