import { Badge, Group, List, Text } from '@mantine/core'
import { IconShieldCheck, IconShieldX } from '@tabler/icons-react'
import type { HardeningCheck } from '@berth/contract'
import { useTranslation } from 'react-i18next'

/** Which protection the agent found on its runtime. */
export function HardeningList({ checks }: { checks: readonly HardeningCheck[] }) {
  const { t } = useTranslation('administration')
  return (
    <List listStyleType="none" size="sm" spacing={4} aria-label={t('backends.hardening')}>
      {checks.map((check) => (
        <List.Item
          key={check.name}
          icon={
            check.passed ? (
              <IconShieldCheck size={18} color="var(--mantine-color-teal-6)" aria-hidden />
            ) : (
              <IconShieldX size={18} color="var(--mantine-color-red-6)" aria-hidden />
            )
          }
        >
          <Group gap="xs">
            {t(`check.${check.name}`)}
            <Text size="xs" c={check.passed ? 'dimmed' : 'red'}>
              {t(check.passed ? 'backends.passed' : 'backends.missing')}
            </Text>
            {check.required && (
              <Badge size="xs" variant="outline" color={check.passed ? 'gray' : 'red'}>
                {t('backends.required')}
              </Badge>
            )}
          </Group>
          {check.detail !== undefined && !check.passed && (
            <Text size="xs" c="dimmed">
              {check.detail}
            </Text>
          )}
        </List.Item>
      ))}
    </List>
  )
}
