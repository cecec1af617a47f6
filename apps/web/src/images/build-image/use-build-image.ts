import type { ImageBuild } from '@berth/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { keys } from '../../api/query-keys.ts'
import type { ContextFiles } from './context-files.ts'
import { sendBuild, type BuildValues } from './send-build.ts'

/** Sends the form once, however often it is submitted, and goes to the build's page. Leaving the page ends the sending. */
export function useBuildImage() {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [share, setShare] = useState(0)
  const abort = useRef(new AbortController())
  useEffect(() => () => abort.current.abort(), [])
  const mutation = useMutation({
    mutationFn: ({ values, context }: { values: BuildValues; context: ContextFiles }) => {
      abort.current = new AbortController()
      setShare(0)
      return sendBuild(values, context, setShare, abort.current.signal)
    },
    onSuccess: async (build) => {
      queries.setQueryData<ImageBuild[]>(keys.builds, (list) => list && [build, ...list])
      await navigate({ to: '/images/builds/$id', params: { id: build.id } })
    },
  })
  return {
    build: (values: BuildValues, context: ContextFiles) => {
      if (!mutation.isPending) mutation.mutate({ values, context })
    },
    cancel: () => abort.current.abort(),
    share,
    pending: mutation.isPending,
    error: mutation.error,
  }
}
