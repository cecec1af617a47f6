import { Box, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from '../create-container.module.css'
import { PreviewPills } from '../preview-pills.tsx'
import type { FieldsProps } from '../section.ts'
import { previewPorts } from './preview-ports.ts'

/** Guest ports in one line, with what they will be. */
export function GuestPortsFields({ form }: Pick<FieldsProps, 'form'>) {
  const { t } = useTranslation('containers')
  return (
    <Box>
      <TextInput
        {...form.getInputProps('guestPorts')}
        className={classes['mono'] ?? ''}
        label={t('create.ports')}
        description={t('create.ports-help')}
        placeholder="8080 3000"
        inputMode="text"
        autoComplete="off"
      />
      <PreviewPills
        label={t('create.ports-preview')}
        pills={previewPorts(form.values.guestPorts).map(({ text, fault }, index) => ({
          key: `${index}`,
          text,
          fault: fault && t(`create.port-chip-fault.${fault}`),
        }))}
      />
    </Box>
  )
}
