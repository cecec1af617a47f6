import type { Image } from '@berth/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '../api/client.ts'
import { keys } from '../api/query-keys.ts'
import { useNotifyProblem } from '../ui/notify.tsx'

/** What may be changed of an image. */
export interface ImageChange {
  readonly description?: string
  readonly shared?: boolean
  readonly recommended?: boolean
  readonly keep?: true
}

/** What an image's owner does to it. */
export function useImageActions({ id }: Image) {
  const queries = useQueryClient()
  const onError = useNotifyProblem()
  const put = (image: Image) =>
    queries.setQueryData<Image[]>(keys.images, (list) =>
      list?.map((one) => (one.id === image.id ? image : one)),
    )
  const update = useMutation({
    mutationFn: (body: ImageChange) => client.updateImage({ params: { id }, body }),
    onSuccess: put,
    onError,
  })
  const remove = useMutation({
    mutationFn: () => client.deleteImage({ params: { id } }),
    onSuccess: put,
    onError,
  })
  return { update: update.mutate, pending: update.isPending, remove: () => remove.mutate() }
}
