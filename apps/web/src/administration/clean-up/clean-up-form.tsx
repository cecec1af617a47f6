import { Button, Card, Group, NumberInput, SimpleGrid, Stack, Switch } from '@mantine/core'
import { useDebouncedValue, useDisclosure } from '@mantine/hooks'
import type { CleanUpRules } from '@berth/contract'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../api/client.ts'
import { keys } from '../../api/query-keys.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { notifyDone } from '../../ui/notify.tsx'
import { Problem } from '../../ui/problem.tsx'
import { CleanUpPreviewTable } from './clean-up-preview.tsx'
import { fieldsOf, rulesOf, type CleanUpFields } from './clean-up-rules.ts'

/** The rules, and below them what those written would do, before they are saved. */
export function CleanUpForm({ saved }: { saved: CleanUpRules }) {
  const { t } = useTranslation('administration')
  const [fields, setFields] = useState(fieldsOf(saved))
  const [asking, ask] = useDisclosure()
  const rules = rulesOf(fields)
  const preview = usePreview(rules)
  const changed = rules !== null && JSON.stringify(rules) !== JSON.stringify(saved)
  const save = useSave()
  const saveNow = () => {
    if (rules !== null) save.mutate(rules)
  }
  const count = preview.data?.images.length ?? 0
  return (
    <Stack>
      <Card withBorder>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (count > 0) ask.open()
            else saveNow()
          }}
        >
          <Stack>
            <Fields fields={fields} onChange={setFields} />
            {save.isError && <Problem error={save.error} inForm />}
            <Group justify="flex-end">
              <Button type="submit" disabled={!changed} loading={save.isPending}>
                {t('clean-up.save')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Card>
      {preview.error !== null && <Problem error={preview.error} onRetry={() => void preview.refetch()} />}
      {preview.data !== undefined && <CleanUpPreviewTable preview={preview.data} saved={!changed} />}
      <ConfirmDialog
        opened={asking}
        onClose={ask.close}
        title={t('clean-up.confirm.title', { count })}
        text={t('clean-up.confirm.text', { days: rules?.graceDays })}
        action={t('clean-up.save')}
        onConfirm={saveNow}
      />
    </Stack>
  )
}

function Fields({ fields, onChange }: { fields: CleanUpFields; onChange: (fields: CleanUpFields) => void }) {
  const { t } = useTranslation('administration')
  const field = (name: Exclude<keyof CleanUpFields, 'untagged'>) => ({
    label: t(`clean-up.${name}`),
    description: t(`clean-up.${name}.description`),
    value: fields[name],
    onChange: (value: number | string) => onChange({ ...fields, [name]: value }),
    allowNegative: false,
  })
  const days = { allowDecimal: false, suffix: t('clean-up.days'), min: 1 }
  return (
    <SimpleGrid cols={{ base: 1, md: 3 }} spacing="lg">
      <NumberInput {...field('unusedDays')} {...days} max={3_650} placeholder={t('clean-up.off')} />
      <NumberInput
        {...field('accountGibibytes')}
        min={0}
        max={1_000_000}
        decimalScale={3}
        suffix=" GiB"
        placeholder={t('clean-up.off')}
      />
      <NumberInput {...field('graceDays')} {...days} max={365} required />
      <Switch
        label={t('clean-up.untagged')}
        description={t('clean-up.untagged.description')}
        checked={fields.untagged}
        onChange={(event) => onChange({ ...fields, untagged: event.currentTarget.checked })}
      />
    </SimpleGrid>
  )
}

function usePreview(rules: CleanUpRules | null) {
  const [settled] = useDebouncedValue(rules === null ? '' : JSON.stringify(rules), 300)
  return useQuery({
    queryKey: keys.cleanUpPreview(settled),
    enabled: settled !== '',
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const { unusedDays, accountBytes, untagged, graceDays } = JSON.parse(settled) as CleanUpRules
      const query = {
        ...(unusedDays === null ? {} : { unusedDays }),
        ...(accountBytes === null ? {} : { accountBytes }),
        untagged: untagged ? 'true' : 'false',
        graceDays,
      }
      return client.previewImageCleanUp({ query, signal })
    },
  })
}

function useSave() {
  const { t } = useTranslation('administration')
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: CleanUpRules) => client.updateImageCleanUp({ body }),
    onSuccess: () => {
      notifyDone(t('clean-up.saved'))
      return queries.invalidateQueries({ queryKey: keys.cleanUp })
    },
  })
}
