import { useIsMutating, useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { client } from '../api/client.ts'
import { useNotifyProblem } from '../ui/notify.tsx'

const mutationKey = ['log-out']

/** Ends the session and forgets everything that this page knew. */
export function useLogOut(): () => void {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { mutate } = useMutation({
    mutationKey,
    mutationFn: async () => {
      await client.deleteSession()
      await navigate({ to: '/login' })
    },
    onSuccess: () => queries.clear(),
    onError: useNotifyProblem(),
  })
  return mutate
}

/** Whether the session is ending because its owner wants it to. */
export const useIsLoggingOut = (): boolean => useIsMutating({ mutationKey }) > 0
