import type { Account, Role } from '@berth/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '../../api/client.ts'
import { useNotifyProblem } from '../../ui/notify.tsx'
import type { MadePassword } from './accounts-page.tsx'
import { makePassword } from './make-password.ts'

/** What an administrator does to an account; the list is fetched again afterwards. */
export function useAccountActions({ name }: Account, onPassword: (made: MadePassword) => void) {
  const queries = useQueryClient()
  const run = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['accounts'] }),
    onError: useNotifyProblem(),
  })
  return {
    update: (body: { role?: Role; disabled?: boolean }) =>
      run.mutate(() => client.updateAccount({ params: { name }, body })),
    remove: () => run.mutate(() => client.deleteAccount({ params: { name } })),
    resetPassword: () =>
      run.mutate(async () => {
        const password = makePassword()
        await client.setPassword({ params: { name }, body: { password } })
        onPassword({ account: name, password })
      }),
  }
}
