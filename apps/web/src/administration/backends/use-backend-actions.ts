import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '../../api/client.ts'
import { keys } from '../../api/query-keys.ts'
import { useNotifyProblem } from '../../ui/notify.tsx'

/** What an administrator changes about a backend; the warnings on every page may change with it. */
export function useBackendActions(name: string) {
  const queries = useQueryClient()
  const run = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: keys.backends }),
        queries.invalidateQueries({ queryKey: keys.session }),
      ]),
    onError: useNotifyProblem(),
  })
  return {
    pending: run.isPending,
    update: (body: { lending?: boolean; allowUnhardened?: boolean }) =>
      run.mutate(() => client.updateBackend({ params: { name }, body })),
    disconnect: () => run.mutate(() => client.deleteBackend({ params: { name } })),
  }
}
