import { Badge, Group, List, Text, Title } from '@mantine/core'
import { IconShieldCheck, IconShieldX } from '@tabler/icons-react'
import type { HardeningCheck } from '@berth/contract'
import { useTranslation } from 'react-i18next'

/** Which protection the agent found on its runtime, what each is for, and what to do about one that is missing. */
export function HardeningList({ checks }: { checks: readonly HardeningCheck[] }) {
  const { t } = useTranslation('administration')
  return (
    <section>
      <Title order={3} size="h6" mb={6}>
        {t('backends.hardening')}
      </Title>
      <List listStyleType="none" size="sm" spacing={8}>
        {checks.map((check) => (
          <Check key={check.name} check={check} />
        ))}
      </List>
    </section>
  )
}

function Check({ check }: { check: HardeningCheck }) {
  const { t } = useTranslation('administration')
  const state = check.passed ? 'passed' : check.required ? 'missing-required' : 'missing'
  const color = { passed: 'teal', missing: 'yellow', 'missing-required': 'red' }[state]
  const Shield = check.passed ? IconShieldCheck : IconShieldX
  return (
    <List.Item
      icon={<Shield size={20} color={`var(--mantine-color-${color}-6)`} aria-hidden />}
      styles={{ itemWrapper: { alignItems: 'flex-start' } }}
    >
      <Group gap="xs">
        <Text size="sm" fw={500}>
          {t(`check.${check.name}`)}
        </Text>
        <Badge size="sm" color={color}>
          {t(`backends.check.${state}`)}
        </Badge>
      </Group>
      <Text size="xs" c="dimmed">
        {t(check.passed ? `check.${check.name}.text` : `check.${check.name}.missing`)}
      </Text>
      {check.detail !== undefined && !check.passed && (
        <Text size="xs" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
          {t('backends.said', { words: check.detail })}
        </Text>
      )}
    </List.Item>
  )
}
