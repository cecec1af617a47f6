import { Alert, Button, Group, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core'
import { useDebouncedValue, useDisclosure } from '@mantine/hooks'
import { IconKey, IconUserPlus } from '@tabler/icons-react'
import type { Account } from '@berth/contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../api/client.ts'
import { keys } from '../../api/query-keys.ts'
import { CommandLine } from '../../ui/command-line.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { Problem } from '../../ui/problem.tsx'
import { usePages } from '../../ui/use-pages.ts'
import { AccountsTable } from './accounts-table.tsx'
import { CreateAccount } from './create-account.tsx'

/** A password that the console made up, to be shown once. */
export interface MadePassword {
  readonly account: string
  readonly password: string
}

/** `/administration/accounts`. */
export function AccountsPage() {
  const { t } = useTranslation('administration')
  const [search, setSearch] = useState('')
  const [filter] = useDebouncedValue(search === '' ? {} : { search }, 250)
  const [creating, { open, close }] = useDisclosure()
  const [made, setMade] = useState<MadePassword>()
  const pages = usePages<Account>(keys.accounts(filter), (page, signal) =>
    client.raw.listAccounts({ query: { ...filter, ...page }, signal }),
  )
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={1} size="h2">
          {t('accounts.title')}
        </Title>
        <Button leftSection={<IconUserPlus size={18} aria-hidden />} onClick={open}>
          {t('accounts.create')}
        </Button>
      </Group>
      <Text c="dimmed">{t('accounts.lead')}</Text>
      {made && (
        <Alert
          color="teal"
          icon={<IconKey aria-hidden />}
          title={t('accounts.made', { account: made.account })}
          withCloseButton
          onClose={() => setMade(undefined)}
        >
          <CommandLine text={made.password} />
        </Alert>
      )}
      <TextInput
        aria-label={t('accounts.search')}
        placeholder={t('accounts.search')}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        maw={360}
      />
      {pages.error !== null && <Problem error={pages.error} onRetry={() => void pages.refetch()} />}
      {pages.error === null && pages.items === undefined && <Skeleton height={200} />}
      {pages.items !== undefined && <AccountsTable accounts={pages.items} onPassword={setMade} />}
      <MoreButton pages={pages} />
      <CreateAccount opened={creating} onClose={close} onPassword={setMade} />
    </Stack>
  )
}
