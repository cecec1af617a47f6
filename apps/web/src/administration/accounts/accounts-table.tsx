import { ActionIcon, Badge, Group, Menu, Select, Table, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconDots } from '@tabler/icons-react'
import { roles, type Account, type Role } from '@berth/contract'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { formatTime } from '../../ui/format.ts'
import type { MadePassword } from './accounts-page.tsx'
import { useAccountActions } from './use-account-actions.ts'

export function AccountsTable({
  accounts,
  onPassword,
}: {
  accounts: Account[]
  onPassword: (made: MadePassword) => void
}) {
  const { t } = useTranslation('administration')
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            {(['name', 'display-name', 'role', 'source', 'containers', 'last-login'] as const).map(
              (column) => (
                <Table.Th key={column}>{t(`accounts.${column}`)}</Table.Th>
              ),
            )}
            <Table.Th />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {accounts.map((account) => (
            <AccountRow key={account.name} account={account} onPassword={onPassword} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function AccountRow({ account, onPassword }: { account: Account; onPassword: (made: MadePassword) => void }) {
  const { t, i18n } = useTranslation(['administration', 'common'])
  const { update } = useAccountActions(account, onPassword)
  return (
    <Table.Tr data-testid={`account-${account.name}`}>
      <Table.Td>
        <Group gap="xs" wrap="nowrap">
          <Text fw={600} size="sm">
            {account.name}
          </Text>
          {account.disabled && <Badge color="red">{t('accounts.disabled')}</Badge>}
        </Group>
      </Table.Td>
      <Table.Td>{account.displayName}</Table.Td>
      <Table.Td>
        <Select
          size="xs"
          w={130}
          aria-label={`${t('accounts.role')}: ${account.name}`}
          disabled={account.source === 'ldap'}
          allowDeselect={false}
          value={account.role}
          onChange={(role) => update({ role: role as Role })}
          data={roles.map((value) => ({ value, label: t(`role.${value}`, { ns: 'common' }) }))}
        />
      </Table.Td>
      <Table.Td>{t(`accounts.source.${account.source}`)}</Table.Td>
      <Table.Td>{account.containers}</Table.Td>
      <Table.Td>
        {account.lastLoginAt === null ? '—' : formatTime(account.lastLoginAt, i18n.language)}
      </Table.Td>
      <Table.Td>
        <AccountMenu account={account} onPassword={onPassword} />
      </Table.Td>
    </Table.Tr>
  )
}

function AccountMenu({
  account,
  onPassword,
}: {
  account: Account
  onPassword: (made: MadePassword) => void
}) {
  const { t } = useTranslation('administration')
  const [deleting, { open, close }] = useDisclosure()
  const { update, resetPassword, remove } = useAccountActions(account, onPassword)
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" aria-label={t('accounts.actions', { account: account.name })}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => update({ disabled: !account.disabled })}>
            {t(account.disabled ? 'accounts.enable' : 'accounts.disable')}
          </Menu.Item>
          {account.source === 'local' && <Menu.Item onClick={resetPassword}>{t('accounts.reset')}</Menu.Item>}
          <Menu.Item color="red" onClick={open}>
            {t('accounts.delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={deleting}
        onClose={close}
        title={t('accounts.delete.title', { account: account.name })}
        text={t('accounts.delete.text', { count: account.containers })}
        action={t('accounts.delete')}
        word={account.name}
        onConfirm={remove}
      />
    </>
  )
}
