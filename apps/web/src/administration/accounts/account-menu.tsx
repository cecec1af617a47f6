import { ActionIcon, Menu } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconDots, IconKey, IconLock, IconLockOpen, IconTrash } from '@tabler/icons-react'
import type { Account } from '@berth/contract'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import type { MadePassword } from './made-password.ts'
import { useAccountActions } from './use-account-actions.ts'

/** What an administrator may do to an account. Each of it that shuts somebody out is asked for again. */
export function AccountMenu(props: { account: Account; onPassword: (made: MadePassword) => void }) {
  const { account, onPassword } = props
  const { t } = useTranslation('administration')
  const [deleting, remove] = useDisclosure()
  const [disabling, disable] = useDisclosure()
  const [resetting, reset] = useDisclosure()
  const actions = useAccountActions(account)
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('accounts.actions', { account: account.name })}
          >
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {account.disabled ? (
            <Menu.Item
              leftSection={<IconLockOpen size={16} aria-hidden />}
              onClick={() => actions.update({ disabled: false })}
            >
              {t('accounts.enable')}
            </Menu.Item>
          ) : (
            <Menu.Item leftSection={<IconLock size={16} aria-hidden />} onClick={disable.open}>
              {t('accounts.disable')}
            </Menu.Item>
          )}
          {account.source === 'local' && (
            <Menu.Item leftSection={<IconKey size={16} aria-hidden />} onClick={reset.open}>
              {t('accounts.reset')}
            </Menu.Item>
          )}
          <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={remove.open}>
            {t('accounts.delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={disabling}
        onClose={disable.close}
        title={t('accounts.disable.title', { account: account.name })}
        text={t('accounts.disable.text')}
        action={t('accounts.disable')}
        onConfirm={() => actions.update({ disabled: true })}
      />
      <ConfirmDialog
        opened={resetting}
        onClose={reset.close}
        title={t('accounts.reset.title', { account: account.name })}
        text={t('accounts.reset.text')}
        action={t('accounts.reset')}
        onConfirm={() => actions.resetPassword(onPassword)}
      />
      <ConfirmDialog
        opened={deleting}
        onClose={remove.close}
        title={t('accounts.delete.title', { account: account.name })}
        text={t('accounts.delete.text', { count: account.containers })}
        action={t('accounts.delete')}
        word={account.name}
        onConfirm={actions.remove}
      />
    </>
  )
}
