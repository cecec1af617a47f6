import { Button, Group, PasswordInput, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { backendName } from '@berth/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { client } from '../../api/client.ts'
import { keys } from '../../api/query-keys.ts'
import { useSession } from '../../api/use-session.ts'
import { usePageLanguage } from '../../i18n/use-page-language.ts'
import { CommandLine } from '../../ui/command-line.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { fieldErrors } from '../../ui/describe-error.ts'
import { Problem } from '../../ui/problem.tsx'

/** docs/operators/backends.md has the rest. */
const agentCommand = (instance: string) => `openssl rand -hex 32 > /etc/berth/agent-token
BERTH_AGENT_LISTEN=0.0.0.0:8443 \\
BERTH_AGENT_TLS_CERT=/etc/berth/agent.crt BERTH_AGENT_TLS_KEY=/etc/berth/agent.key \\
BERTH_AGENT_TOKEN_FILE=/etc/berth/agent-token \\
BERTH_INSTANCE=${instance} \\
berth agent docker`

/** Connects a backend's agent. */
export function CreateBackend({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('administration')
  return (
    <Dialog opened={opened} onClose={onClose} title={t('backends.connect')} size="lg">
      <Form onClose={onClose} />
    </Dialog>
  )
}

function Form({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('administration')
  const { t: common } = useTranslation()
  const language = usePageLanguage()
  const { instance = '' } = useSession()
  const queries = useQueryClient()
  const form = useForm({
    initialValues: { name: '', url: 'https://', token: '', ca: '' },
    validate: {
      name: (name) => (backendName.safeParse(name).success ? null : t('backends.name.invalid')),
      url: (url) => (/^(https:\/\/[^/]|unix:\/.)/.test(url) ? null : t('backends.url.invalid')),
      token: (token) => (token.length < 16 ? t('backends.token.invalid') : null),
    },
  })
  const create = useMutation({
    mutationFn: ({ ca, ...body }: typeof form.values) =>
      client.createBackend({ body: { ...body, ...(ca.trim() === '' ? {} : { ca }) } }),
    onError: (error) => form.setErrors(fieldErrors(error, language)),
    onSuccess: () => {
      onClose()
      return queries.invalidateQueries({ queryKey: keys.backends })
    },
  })
  return (
    <form onSubmit={form.onSubmit((values) => create.mutate(values))}>
      <Stack>
        <Text size="sm">{t('backends.connect.text')}</Text>
        <CommandLine text={agentCommand(instance)} label={t('backends.connect.copy')} />
        {create.isError && <Problem error={create.error} inForm />}
        <TextInput
          label={t('backends.name')}
          description={t('backends.name.description')}
          autoCapitalize="none"
          spellCheck={false}
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
          description={t('backends.token.description')}
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
          <Button variant="default" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {t('backends.connect')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
