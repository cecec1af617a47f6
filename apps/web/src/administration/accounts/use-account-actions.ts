import type { Account, Role } from '@berth/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { client } from '../../api/client.ts'
import { notifyDone, useNotifyProblem } from '../../ui/notify.tsx'
import type { MadePassword } from './made-password.ts'
import { makePassword } from './make-password.ts'

/** What an administrator does to an account; the list is fetched again afterwards. */
export function useAccountActions({ name }: Account) {
  const { t } = useTranslation('administration')
  const queries = useQueryClient()
  const run = useMutation({
    mutationFn: ({ work }: { work: () => Promise<unknown>; done?: string }) => work(),
    onSuccess: (_, { done }) => {
      if (done !== undefined) notifyDone(done)
      return queries.invalidateQueries({ queryKey: ['accounts'] })
    },
    onError: useNotifyProblem(),
  })
  return {
    update: (body: { role?: Role; disabled?: boolean }) =>
      run.mutate({
        work: () => client.updateAccount({ params: { name }, body }),
        done: t('accounts.updated', { account: name }),
      }),
    remove: () =>
      run.mutate({
        work: () => client.deleteAccount({ params: { name } }),
        done: t('accounts.deleted', { account: name }),
      }),
    resetPassword: (onPassword: (made: MadePassword) => void) => {
      const password = makePassword()
      const work = async () => {
        await client.setPassword({ params: { name }, body: { password } })
        onPassword({ account: name, password })
      }
      run.mutate({ work })
    },
  }
}
