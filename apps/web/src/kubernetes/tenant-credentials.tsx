import { Button, Card, Group, Select, Stack } from '@mantine/core'
import type { Backend } from '@berth/contract'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../api/client.ts'
import { Problem } from '../ui/problem.tsx'
import { IssuedCredentials } from './issued-credentials.tsx'
import { RevokeCredentials } from './revoke-tenant-credentials.tsx'

const hours = ['1', '8', '24'] as const

/** Issues a kubeconfig and shows it once; renews and revokes. */
export function TenantCredentials({ backends }: { backends: readonly Backend[] }) {
  const { t } = useTranslation('kubernetes')
  const up = backends.find(({ reachable }) => reachable) ?? backends[0]
  const [backend, setBackend] = useState(up?.name ?? '')
  const [chosen, setChosen] = useState('8')
  const issue = useMutation({
    mutationFn: () => client.tenantCredentials({ body: { backend, seconds: Number(chosen) * 3_600 } }),
  })
  const choices = backends.map(({ name, reachable }) => ({
    value: name,
    label: reachable ? name : `${name} (${t('unreachable')})`,
    disabled: !reachable,
  }))
  return (
    <Card withBorder>
      <Stack>
        <Group align="flex-end">
          <Select
            label={t('backend')}
            data={choices}
            value={backend}
            onChange={(value) => setBackend(value ?? backend)}
            allowDeselect={false}
            comboboxProps={{ withinPortal: false }}
            flex="1 1 12rem"
          />
          <Select
            label={t('hours')}
            data={hours.map((value) => ({ value, label: t(`hours.${value}`) }))}
            value={chosen}
            onChange={(value) => setChosen(value ?? chosen)}
            allowDeselect={false}
            comboboxProps={{ withinPortal: false }}
            w={140}
          />
          <Button loading={issue.isPending} onClick={() => issue.mutate()}>
            {issue.data === undefined ? t('issue') : t('renew')}
          </Button>
          <RevokeCredentials onRevoked={() => issue.reset()} />
        </Group>
        {issue.isError && <Problem error={issue.error} />}
        {issue.data && <IssuedCredentials key={issue.data.token} issued={issue.data} />}
      </Stack>
    </Card>
  )
}
