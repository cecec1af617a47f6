import { BerthError, type Container } from '@berth/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../api/client.ts'
import { keys } from '../../api/query-keys.ts'
import { describe } from '../../ui/describe-error.ts'
import { languageOf } from '../shared/use-reason.ts'
import { fieldOf, toBody } from './create-container.ts'
import type { CreateForm, CreateValues, FormContext } from './section.ts'

/** Sends the form once, however often it is submitted, and goes to the new container's page. */
export function useCreateContainer(
  form: CreateForm,
  context: FormContext,
  showErrors: (fields: readonly string[]) => void,
) {
  const { i18n } = useTranslation()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const sent = useRef(false)
  const mutation = useMutation({
    mutationFn: (values: CreateValues) => client.createContainer({ body: toBody(values, context) }),
    onSuccess: async (container) => {
      queries.setQueryData<Container>(keys.container(container.id), container)
      queries.setQueryData<Container[]>(keys.containers, (list) =>
        list === undefined || list.some(({ id }) => id === container.id) ? list : [container, ...list],
      )
      await navigate({ to: '/containers/$id', params: { id: container.id } })
    },
    onError: (error) => {
      sent.current = false
      const faults = fieldFaults(error, i18n.language)
      form.setErrors(faults)
      showErrors(Object.keys(faults))
    },
  })
  return {
    create: (values: CreateValues) => {
      if (sent.current) return
      sent.current = true
      mutation.mutate(values)
    },
    pending: mutation.isPending || mutation.isSuccess,
    error: mutation.error ?? undefined,
  }
}

/** The console's complaints at the fields that they are about. */
function fieldFaults(error: unknown, language: string): Record<string, string> {
  const { title, detail, fields } = describe(error, languageOf(language))
  const faults: Record<string, string> = {}
  for (const { path, text } of fields) {
    const field = fieldOf(path)
    if (field !== undefined) faults[field] = text
  }
  if (error instanceof BerthError && error.code === 'name-taken') faults['name'] ??= `${title} ${detail}`
  return faults
}
