import type { Container } from '@berth/contract'
import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { client } from '../../api/client.ts'
import { keys } from '../../api/query-keys.ts'
import { useNotifyProblem } from '../../ui/notify.tsx'

export type ContainerAction = 'start' | 'stop' | 'restart' | 'delete'

/** What the page shows the instant a button is pressed, until the console's own answer arrives. */
function optimistic(container: Container, action: ContainerAction): Container {
  const rest = { ...container, reason: undefined }
  switch (action) {
    case 'start':
      return { ...rest, wanted: 'running', progress: { stage: 'starting' } }
    case 'restart':
      return { ...rest, wanted: 'running', progress: { stage: 'stopping' } }
    case 'stop':
      return { ...rest, wanted: 'stopped', progress: { stage: 'stopping' } }
    case 'delete':
      return { ...rest, wanted: 'removed', progress: { stage: 'removing' } }
  }
}

const calls = {
  start: client.startContainer,
  stop: client.stopContainer,
  restart: client.restartContainer,
  delete: client.deleteContainer,
}

/** Puts a container into every list and page that shows it. */
function showContainer(queries: QueryClient, container: Container): void {
  queries.setQueryData<Container>(keys.container(container.id), container)
  queries.setQueryData<Container[]>(keys.containers, (list) =>
    list?.map((one) => (one.id === container.id ? container : one)),
  )
}

/** Start, stop, restart and delete: shown at once, taken back with a message where the console refuses. */
export function useContainerActions(container: Container) {
  const queries = useQueryClient()
  const notify = useNotifyProblem()
  const mutation = useMutation({
    mutationFn: (action: ContainerAction) => calls[action]({ params: { id: container.id } }),
    onMutate: (action) => {
      showContainer(queries, optimistic(container, action))
      return container
    },
    onSuccess: (answer) => showContainer(queries, answer),
    onError: (error, _, before) => {
      if (before !== undefined) showContainer(queries, before)
      notify(error)
      void queries.invalidateQueries({ queryKey: keys.container(container.id) })
    },
  })
  return { act: mutation.mutate, pending: mutation.isPending ? mutation.variables : undefined }
}
