import { Checkbox, Select, Stack, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import type { Backend } from '@berth/contract'
import { useTranslation } from 'react-i18next'
import type { BuildValues } from './send-build.ts'

/** What most builds do without. */
export function AdvancedFields(props: {
  form: UseFormReturnType<BuildValues>
  backends: Backend[]
  fault: string | undefined
}) {
  const { form, backends, fault } = props
  const { t } = useTranslation('images')
  return (
    <Stack gap="lg">
      <TextInput
        {...form.getInputProps('buildArguments')}
        error={fault}
        label={t('build.arguments')}
        description={t('build.arguments-help')}
        placeholder="VERSION=1.2"
        spellCheck={false}
        autoComplete="off"
      />
      <TextInput
        {...form.getInputProps('target')}
        label={t('build.target')}
        description={t('build.target-help')}
        spellCheck={false}
        autoComplete="off"
      />
      {backends.length > 1 && (
        <Select
          {...form.getInputProps('backend')}
          label={t('build.backend')}
          description={t('build.backend-help')}
          allowDeselect={false}
          data={[
            { value: '', label: t('build.backend-any') },
            ...backends.map(({ name, reachable }) => ({ value: name, label: name, disabled: !reachable })),
          ]}
        />
      )}
      <Checkbox {...form.getInputProps('pull', { type: 'checkbox' })} label={t('build.pull')} />
      <Checkbox {...form.getInputProps('noCache', { type: 'checkbox' })} label={t('build.no-cache')} />
    </Stack>
  )
}
