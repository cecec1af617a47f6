import { Alert, Group, List } from '@mantine/core'
import { IconShieldExclamation } from '@tabler/icons-react'
import type { Session } from '@berth/contract'
import { useTranslation } from 'react-i18next'
import { AnchorLink } from '../containers/shared/links.tsx'

const unsafeCodes: ReadonlySet<Session['warnings'][number]['code']> = new Set([
  'backend-not-hardened',
  'insecure-transport',
  'shared-host-name',
])

/** What an administrator must know, on every page. */
export function Warnings({ session }: { session: Session }) {
  const { t } = useTranslation()
  if (session.warnings.length === 0) return null
  const unsafe = session.warnings.some(({ code }) => unsafeCodes.has(code))
  const elsewhere = session.warnings.some(({ code }) => code !== 'insecure-transport')
  return (
    <Alert
      color={unsafe ? 'red' : 'yellow'}
      variant="light"
      py="sm"
      icon={<IconShieldExclamation aria-hidden />}
      role="region"
      aria-label={t('warning.title')}
      data-testid="warnings"
    >
      <Group justify="space-between" gap="xs">
        <List size="sm" listStyleType="none" spacing={2} flex="1 1 24rem">
          {session.warnings.map(({ code, backend, count }) => (
            <List.Item key={`${code} ${backend ?? ''}`}>{t(`warning.${code}`, { backend, count })}</List.Item>
          ))}
        </List>
        {elsewhere && (
          <AnchorLink to="/administration/backends" size="sm" fw={600} underline="always">
            {t('warning.show')}
          </AnchorLink>
        )}
      </Group>
    </Alert>
  )
}
