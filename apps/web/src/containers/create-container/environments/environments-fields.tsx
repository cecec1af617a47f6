import { Box, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from '../create-container.module.css'
import { PreviewPills } from '../preview-pills.tsx'
import type { FieldsProps } from '../section.ts'
import { previewEnvironments } from './preview-environments.ts'

/** Environment variables in one line, with what they will be. */
export function EnvironmentsFields({ form }: Pick<FieldsProps, 'form'>) {
  const { t } = useTranslation('containers')
  const { chips } = previewEnvironments(form.values.environments)
  return (
    <Box>
      <TextInput
        {...form.getInputProps('environments')}
        className={classes['mono'] ?? ''}
        label={t('create.environments')}
        description={t('create.environments-help')}
        placeholder={'GREETING="hello there" LANG=C.UTF-8'}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="none"
      />
      <PreviewPills
        label={t('create.environments-preview')}
        pills={chips.map(({ name, value, fault }, index) => ({
          key: `${index}`,
          text: fault === 'no-equals' ? name : `${name}=${value}`,
          fault: fault && t(`create.chip-fault.${fault}`),
        }))}
      />
    </Box>
  )
}
