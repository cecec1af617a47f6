import { Anchor, Button, Card, Group, List, PasswordInput, Select, Stack, Text, Title } from '@mantine/core'
import type { Runner } from '@berth/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../api/client.ts'
import { keys } from '../../api/query-keys.ts'
import { notifyDone } from '../../ui/notify.tsx'
import { Problem } from '../../ui/problem.tsx'

/** Step 1: the token of a runner, from GitLab's page. It is sent once and never shown again. */
export function SetRunner({ runner }: { runner: Runner }) {
  const { t } = useTranslation('gitlab')
  const queries = useQueryClient()
  const [token, setToken] = useState('')
  const [gitlabUrl, setGitlabUrl] = useState(runner.gitlabUrl ?? runner.gitlabUrls[0] ?? '')
  const set = useMutation({
    mutationFn: () => client.setRunner({ body: { token, gitlabUrl } }),
    onSuccess: (answer) => {
      setToken('')
      queries.setQueryData(keys.runner, answer)
      notifyDone(t('set.done'))
    },
  })
  return (
    <Card withBorder component="section">
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t('step1')}
        </Title>
        <List size="sm" type="ordered">
          <List.Item>
            <Anchor href={gitlabUrl} inherit target="_blank" rel="noreferrer">
              {gitlabUrl}
            </Anchor>{' '}
            {t('step1.open')}
          </List.Item>
          <List.Item>{t('step1.make')}</List.Item>
          <List.Item>{t('step1.copy')}</List.Item>
        </List>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            set.mutate()
          }}
        >
          <Group align="flex-end">
            {runner.gitlabUrls.length > 1 && (
              <Select
                label="GitLab"
                data={[...runner.gitlabUrls]}
                value={gitlabUrl}
                onChange={(value) => setGitlabUrl(value ?? gitlabUrl)}
                allowDeselect={false}
                comboboxProps={{ withinPortal: false }}
                flex="1 1 14rem"
              />
            )}
            <PasswordInput
              label={t('token')}
              placeholder="glrt-…"
              required
              autoComplete="off"
              flex="1 1 16rem"
              value={token}
              onChange={(event) => setToken(event.currentTarget.value)}
            />
            <Button type="submit" loading={set.isPending}>
              {runner.state === 'none' || runner.state === 'removing' ? t('set') : t('replace')}
            </Button>
          </Group>
        </form>
        {set.isError && <Problem error={set.error} />}
        <Text size="sm" c="dimmed">
          {t('token.kept')}
        </Text>
      </Stack>
    </Card>
  )
}
