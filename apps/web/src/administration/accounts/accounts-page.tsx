import { Alert, Button, Stack, TextInput } from '@mantine/core'
import { useDebouncedValue, useDisclosure } from '@mantine/hooks'
import { IconKey, IconUserPlus, IconUserSearch } from '@tabler/icons-react'
import type { Account } from '@berth/contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../api/client.ts'
import { keys } from '../../api/query-keys.ts'
import { CommandLine } from '../../ui/command-line.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { given } from '../../ui/given.ts'
import { Loading } from '../../ui/loading.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { Problem } from '../../ui/problem.tsx'
import { usePages } from '../../ui/use-pages.ts'
import { AccountsTable } from './accounts-table.tsx'
import { CreateAccount } from './create-account.tsx'
import type { MadePassword } from './made-password.ts'

/** `/administration/accounts`. */
export function AccountsPage() {
  const { t } = useTranslation('administration')
  const [search, setSearch] = useState('')
  const [filter] = useDebouncedValue({ search }, 250)
  const [creating, { open, close }] = useDisclosure()
  const [made, setMade] = useState<MadePassword>()
  const query = given(filter)
  const pages = usePages<Account>(keys.accounts(query), (page, signal) =>
    client.raw.listAccounts({ query: { ...query, ...page }, signal }),
  )
  return (
    <Stack>
      <PageTitle title={t('accounts.title')} lead={t('accounts.lead')}>
        <Button leftSection={<IconUserPlus size={18} aria-hidden />} onClick={open}>
          {t('accounts.create')}
        </Button>
      </PageTitle>
      {made && <ShowPassword made={made} onClose={() => setMade(undefined)} />}
      <TextInput
        aria-label={t('accounts.search')}
        placeholder={t('accounts.search')}
        leftSection={<IconUserSearch size={16} aria-hidden />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        maw={360}
      />
      {pages.error !== null && <Problem error={pages.error} onRetry={() => void pages.refetch()} />}
      {pages.error === null && pages.items === undefined && <Loading />}
      {pages.items?.length === 0 && (
        <EmptyState icon={IconUserSearch} title={t('accounts.none')} text={t('accounts.none-text')} />
      )}
      {pages.items !== undefined && pages.items.length > 0 && (
        <AccountsTable accounts={pages.items} onPassword={setMade} />
      )}
      <MoreButton pages={pages} />
      <CreateAccount opened={creating} onClose={close} onPassword={setMade} />
    </Stack>
  )
}

function ShowPassword({ made, onClose }: { made: MadePassword; onClose: () => void }) {
  const { t } = useTranslation('administration')
  const { t: common } = useTranslation()
  return (
    <Alert
      color="teal"
      icon={<IconKey aria-hidden />}
      title={t('accounts.made', { account: made.account })}
      withCloseButton
      closeButtonLabel={common('close')}
      onClose={onClose}
      role="status"
      data-testid="made-password"
    >
      <CommandLine text={made.password} />
    </Alert>
  )
}
