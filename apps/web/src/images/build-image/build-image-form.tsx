import { Accordion, Button, Group, Paper, Progress, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconAdjustments, IconHammer } from '@tabler/icons-react'
import type { Backend } from '@berth/contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ButtonLink } from '../../containers/shared/links.tsx'
import { describe } from '../../ui/describe-error.ts'
import { formatBytes } from '../../ui/format.ts'
import { Problem } from '../../ui/problem.tsx'
import { AdvancedFields } from './advanced-fields.tsx'
import { noFiles } from './context-files.ts'
import { SourceFields } from './source-fields.tsx'
import type { BuildValues } from './send-build.ts'
import { useBuildImage } from './use-build-image.ts'

const initialValues: BuildValues = {
  name: '',
  source: 'files',
  text: '',
  repository: { url: '', ref: '', path: '', token: '' },
  dockerfile: '',
  buildArguments: '',
  target: '',
  noCache: false,
  pull: false,
  backend: '',
}

const trimmed = (values: BuildValues): BuildValues => ({
  ...values,
  name: values.name.trim(),
  dockerfile: values.dockerfile.trim(),
  repository: {
    url: values.repository.url.trim(),
    ref: values.repository.ref.trim(),
    path: values.repository.path.trim(),
    token: values.repository.token.trim(),
  },
})

/** The form: files are dropped, the Dockerfile among them can be mended right here. */
export function BuildImageForm({ backends }: { backends: Backend[] }) {
  const { t, i18n } = useTranslation('images')
  const [context, setContext] = useState(noFiles)
  const form = useForm<BuildValues>({
    initialValues,
    validate: {
      name: (name) => (name.trim() === '' ? t('build.name-missing') : null),
      text: (text, { source }) =>
        source === 'files' && text.trim() === '' ? t('build.dockerfile-missing') : null,
      repository: {
        url: (url, { source }) =>
          source === 'repository' && !/^https?:\/\/[^\s@]+$/.test(url.trim())
            ? t('build.repository-invalid')
            : null,
      },
    },
  })
  const { build, cancel, share, pending, error } = useBuildImage()
  const faults = error === null ? [] : describe(error, i18n.language === 'ja' ? 'ja' : 'en').fields
  const faultOf = (path: string) => faults.find((fault) => fault.path === path)?.text
  return (
    <form
      noValidate
      aria-label={t('build.title')}
      onSubmit={form.onSubmit((values) => build(trimmed(values), context))}
    >
      <Stack>
        <Paper withBorder p="md" radius="md">
          <Stack gap="lg">
            <TextInput
              {...form.getInputProps('name')}
              error={form.errors['name'] ?? faultOf('name')}
              label={t('build.name')}
              description={t('build.name-help')}
              placeholder="kadai1:v1"
              required
              spellCheck={false}
              autoComplete="off"
              autoCapitalize="none"
            />
            <SourceFields form={form} context={context} onContext={setContext} />
          </Stack>
        </Paper>
        <Accordion variant="contained" radius="md">
          <Accordion.Item value="advanced">
            <Accordion.Control icon={<IconAdjustments size={18} aria-hidden />}>
              {t('build.advanced')}
            </Accordion.Control>
            <Accordion.Panel>
              <AdvancedFields form={form} backends={backends} fault={faultOf('buildArguments')} />
            </Accordion.Panel>
          </Accordion.Item>
        </Accordion>
        <Limits backends={backends} chosen={form.values.backend} />
        {error !== null && <Problem error={error} />}
        {pending && <Sending share={share} />}
        <Group justify="flex-end">
          {pending ? (
            <Button variant="default" onClick={cancel}>
              {t('build.stop-sending')}
            </Button>
          ) : (
            <ButtonLink to="/images" variant="default">
              {t('build.back')}
            </ButtonLink>
          )}
          <Button type="submit" loading={pending} leftSection={<IconHammer size={16} aria-hidden />}>
            {t('build.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** What the build may take, of the backend that is chosen or of the only one. */
function Limits({ backends, chosen }: { backends: Backend[]; chosen: string }) {
  const { t } = useTranslation('images')
  const backend = backends.length === 1 ? backends[0] : backends.find(({ name }) => name === chosen)
  const limits = backend?.buildLimits
  if (limits === undefined) return null
  return (
    <Text size="sm" c="dimmed">
      {t('build.limits', {
        memory: formatBytes(limits.memory),
        disk: formatBytes(limits.disk),
        cpus: limits.cpus,
        minutes: Math.round(limits.seconds / 60),
      })}
    </Text>
  )
}

function Sending({ share }: { share: number }) {
  const { t } = useTranslation('images')
  return (
    <div role="status">
      <Text size="sm">{t('build.sending', { percent: Math.floor(share * 100) })}</Text>
      <Progress
        value={share * 100}
        mt={4}
        aria-label={t('build.sending', { percent: Math.floor(share * 100) })}
      />
    </div>
  )
}
