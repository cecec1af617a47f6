import { Accordion, Button, Group, Paper, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconAdjustments, IconRocket } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '../../ui/problem.tsx'
import { ButtonLink } from '../shared/links.tsx'
import { BackendFields } from './backend/backend-fields.tsx'
import { CommandFields } from './command/command-fields.tsx'
import { advancedFields, initialValues, validateValues } from './create-container.ts'
import { EnvironmentsFields } from './environments/environments-fields.tsx'
import { GuestPortsFields } from './guest-ports/guest-ports-fields.tsx'
import { ImageFields } from './image/image-fields.tsx'
import { LimitsFields } from './limits/limits-fields.tsx'
import { NameFields } from './name/name-fields.tsx'
import { suggestName } from './name/suggest-name.ts'
import type { CreateValues, FormContext } from './section.ts'
import { useCreateContainer } from './use-create-container.ts'

/** The form. One intention is sent; the container's own page shows what becomes of it. */
export function CreateContainerForm({ context }: { context: FormContext }) {
  const { t } = useTranslation('containers')
  const [nameTouched, setNameTouched] = useState(false)
  const [advanced, setAdvanced] = useState<string | null>(null)
  const form = useForm<CreateValues>({
    initialValues: initialValues(context),
    validate: (values) =>
      Object.fromEntries(
        Object.entries(validateValues(values, context)).map(([field, fault]) => [
          field,
          t(fault.key, { ...fault.params }),
        ]),
      ),
  })
  const showErrors = (fields: readonly string[]) => {
    if (fields.some((field) => [...advancedFields].some((name) => name === field))) setAdvanced('advanced')
    // Once the marks are drawn.
    setTimeout(() => {
      document.querySelector<HTMLElement>('#create-container [aria-invalid="true"]')?.focus()
    }, 50)
  }
  const { create, pending, error } = useCreateContainer(form, context, showErrors)
  return (
    <form
      id="create-container"
      noValidate
      onSubmit={form.onSubmit(create, (errors) => showErrors(Object.keys(errors)))}
      aria-label={t('create.title')}
    >
      <Stack>
        <Paper withBorder p="md" radius="md">
          <Stack gap="lg">
            <ImageFields
              form={form}
              context={context}
              onPicked={(image) => {
                if (!nameTouched) form.setFieldValue('name', suggestName(image, context.taken))
              }}
            />
            <NameFields form={form} context={context} onTouched={() => setNameTouched(true)} />
            <EnvironmentsFields form={form} />
            <GuestPortsFields form={form} />
          </Stack>
        </Paper>
        <Accordion variant="contained" radius="md" value={advanced} onChange={setAdvanced}>
          <Accordion.Item value="advanced">
            <Accordion.Control icon={<IconAdjustments size={18} aria-hidden />}>
              {t('create.advanced')}
            </Accordion.Control>
            <Accordion.Panel>
              <Stack gap="lg">
                <CommandFields form={form} />
                <BackendFields form={form} context={context} />
                <LimitsFields form={form} context={context} />
              </Stack>
            </Accordion.Panel>
          </Accordion.Item>
        </Accordion>
        {error !== undefined && <Problem error={error} />}
        <Group justify="flex-end">
          <ButtonLink to="/containers" variant="default">
            {t('create.back')}
          </ButtonLink>
          <Button type="submit" loading={pending} leftSection={<IconRocket size={16} aria-hidden />}>
            {t('create.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
