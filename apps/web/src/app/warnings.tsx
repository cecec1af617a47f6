import { Alert, Anchor, List } from '@mantine/core'
import { IconShieldExclamation } from '@tabler/icons-react'
import type { Session } from '@berth/contract'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

/** What an administrator must know, on every page. */
export function Warnings({ session }: { session: Session }) {
  const { t } = useTranslation()
  if (session.warnings.length === 0) return null
  const unsafe = session.warnings.some(
    ({ code }) => code === 'backend-not-hardened' || code === 'insecure-transport',
  )
  return (
    <Alert
      color={unsafe ? 'red' : 'yellow'}
      variant="light"
      icon={<IconShieldExclamation aria-hidden />}
      data-testid="warnings"
    >
      <List size="sm" listStyleType="none">
        {session.warnings.map(({ code, backend, count }) => (
          <List.Item key={`${code} ${backend ?? ''}`}>
            {t(`warning.${code}`, { backend, count })}{' '}
            <Anchor component={Link} to="/administration/backends" size="sm">
              {t('warning.show')}
            </Anchor>
          </List.Item>
        ))}
      </List>
    </Alert>
  )
}
