import { Badge, Group, Select, Text } from '@mantine/core'
import { roles, type Account, type Role } from '@berth/contract'
import { useTranslation } from 'react-i18next'
import { AnchorLink } from '../../containers/shared/links.tsx'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { AccountMenu } from './account-menu.tsx'
import type { MadePassword } from './made-password.ts'
import { useAccountActions } from './use-account-actions.ts'

export function AccountsTable(props: { accounts: Account[]; onPassword: (made: MadePassword) => void }) {
  const { accounts, onPassword } = props
  const { t } = useTranslation('administration')
  const columns: Column<Account>[] = [
    { key: 'name', header: t('accounts.name'), cell: (account) => <Name account={account} /> },
    {
      key: 'display-name',
      header: t('accounts.display-name'),
      cell: ({ displayName }) => (displayName === '' ? '—' : displayName),
    },
    { key: 'role', header: t('accounts.role'), cell: (account) => <RoleOf account={account} /> },
    {
      key: 'source',
      header: t('accounts.source'),
      cell: ({ source }) => t(`accounts.source.${source}`),
      nowrap: true,
    },
    { key: 'containers', header: t('accounts.containers'), cell: (account) => <Count account={account} /> },
    {
      key: 'last-login',
      header: t('accounts.last-login'),
      cell: ({ lastLoginAt }) => <RelativeTime time={lastLoginAt} />,
      nowrap: true,
    },
    {
      key: 'actions',
      header: '',
      cell: (account) => <AccountMenu account={account} onPassword={onPassword} />,
      nowrap: true,
    },
  ]
  return (
    <DataTable
      label={t('accounts.title')}
      rows={accounts}
      columns={columns}
      rowKey={({ name }) => name}
      testId={({ name }) => `account-${name}`}
    />
  )
}

function Name({ account }: { account: Account }) {
  const { t } = useTranslation('administration')
  return (
    <Group gap="xs">
      <Text fw={600} size="sm">
        {account.name}
      </Text>
      {account.disabled && <Badge color="red">{t('accounts.disabled')}</Badge>}
    </Group>
  )
}

/** The directory decides the role of its own accounts. */
function RoleOf({ account }: { account: Account }) {
  const { t } = useTranslation('administration')
  const { t: common } = useTranslation()
  const { update } = useAccountActions(account)
  if (account.source === 'ldap') return common(`role.${account.role}`)
  return (
    <Select
      size="xs"
      w={130}
      aria-label={`${t('accounts.role')}: ${account.name}`}
      allowDeselect={false}
      value={account.role}
      onChange={(role) => update({ role: role as Role })}
      data={roles.map((value) => ({ value, label: common(`role.${value}`) }))}
    />
  )
}

function Count({ account }: { account: Account }) {
  const { t } = useTranslation('administration')
  if (account.containers === 0) return 0
  return (
    <AnchorLink
      to="/administration/containers"
      search={{ account: account.name }}
      size="sm"
      aria-label={t('accounts.show-containers', { account: account.name, count: account.containers })}
    >
      {account.containers}
    </AnchorLink>
  )
}
