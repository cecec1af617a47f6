import { Box, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from '../create-container.module.css'
import { PreviewPills } from '../preview-pills.tsx'
import type { FieldsProps } from '../section.ts'
import { previewWords } from '../../shared/preview-words.ts'

/** The command in place of the image's own, with the arguments that it is split into. */
export function CommandFields({ form }: Pick<FieldsProps, 'form'>) {
  const { t } = useTranslation('containers')
  return (
    <Box>
      <TextInput
        {...form.getInputProps('command')}
        className={classes['mono'] ?? ''}
        label={t('create.command')}
        description={t('create.command-help')}
        placeholder="python3 -m http.server 8080"
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="none"
      />
      <PreviewPills
        label={t('create.command-preview')}
        pills={previewWords(form.values.command).words.map((text, index) => ({ key: `${index}`, text }))}
      />
    </Box>
  )
}
