import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { FieldsProps } from '../section.ts'
import { nameFault } from './suggest-name.ts'

/** The name, judged while it is typed. */
export function NameFields({ form, context, onTouched }: FieldsProps & { onTouched: () => void }) {
  const { t } = useTranslation('containers')
  const props = form.getInputProps('name')
  const fault = form.values.name === '' ? null : nameFault(form.values.name, context.taken)
  return (
    <TextInput
      {...props}
      label={t('create.name')}
      description={t('create.name-help')}
      error={fault === null ? (props.error as string | undefined) : t(`create.name-fault.${fault}`)}
      required
      spellCheck={false}
      autoComplete="off"
      autoCapitalize="none"
      onChange={(event) => {
        onTouched()
        form.setFieldValue('name', event.currentTarget.value)
      }}
    />
  )
}
