import { Group, Input, NumberInput, SimpleGrid, Slider, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { FieldsProps } from '../section.ts'
import { gibibyte, limitNames, minimum, type LimitName } from './limits-section.ts'

/** How each limit is shown: what one unit of the field is, its step and the word after it. */
const looks: Record<LimitName, { unit: number; step: number; digits: number; suffix: string }> = {
  memory: { unit: gibibyte, step: 0.25, digits: 3, suffix: ' GiB' },
  cpus: { unit: 1, step: 0.5, digits: 2, suffix: '' },
  pids: { unit: 1, step: 50, digits: 0, suffix: '' },
  gpus: { unit: 1, step: 1, digits: 0, suffix: '' },
}

/** Memory, CPUs, processes and GPUs, each as a slider and a number within what the account may have. */
export function LimitsFields({ form, context }: FieldsProps) {
  const { t } = useTranslation('containers')
  const shown = limitNames.filter((name) => name !== 'gpus' || context.session.defaults.maximum.gpus > 0)
  return (
    <Stack gap={4} role="group" aria-label={t('create.limits')}>
      <div>
        <Input.Label component="div">{t('create.limits')}</Input.Label>
        <Input.Description>{t('create.limits-help')}</Input.Description>
      </div>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg" mt="xs">
        {shown.map((name) => (
          <LimitField key={name} name={name} form={form} context={context} />
        ))}
      </SimpleGrid>
    </Stack>
  )
}

function LimitField({ name, form, context }: FieldsProps & { name: LimitName }) {
  const { t } = useTranslation('containers')
  const { unit, step, digits, suffix } = looks[name]
  const max = context.session.defaults.maximum[name] / unit
  const min = Math.min(minimum[name] / unit, max)
  const value = form.values[name]
  const inUnits = typeof value === 'number' ? value / unit : value
  const set = (next: number | string) =>
    form.setFieldValue(name, typeof next === 'number' ? next * unit : next)
  return (
    <div>
      <Group justify="space-between" align="flex-end" wrap="nowrap">
        <NumberInput
          label={t(`limit.${name}`)}
          value={inUnits}
          onChange={set}
          min={min}
          max={max}
          step={step}
          decimalScale={digits}
          suffix={suffix}
          clampBehavior="none"
          error={form.getInputProps(name).error as string | undefined}
          style={{ flex: 1 }}
        />
        <Text size="xs" c="dimmed" mb={8} style={{ whiteSpace: 'nowrap' }}>
          {t('create.limit-max', { max: `${Math.round(max * 100) / 100}${suffix}` })}
        </Text>
      </Group>
      <Slider
        mt="xs"
        thumbLabel={t(`limit.${name}`)}
        value={typeof inUnits === 'number' ? Math.min(max, Math.max(min, inUnits)) : min}
        onChange={set}
        min={min}
        max={max}
        step={step}
        label={(shown) => `${Math.round(shown * 100) / 100}${suffix}`}
      />
    </div>
  )
}
