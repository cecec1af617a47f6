import { Badge, Button, Card, Code, Group, Stack, Text, Title } from '@mantine/core'
import type { Runner } from '@berth/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../api/client.ts'
import { keys } from '../../api/query-keys.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { useNotifyProblem } from '../../ui/notify.tsx'

const colours: Record<Runner['state'], string> = {
  none: 'gray',
  waiting: 'blue',
  online: 'green',
  building: 'blue',
  failed: 'red',
  removing: 'gray',
}

/** How the runner is, why, and the way to be rid of it. */
export function RunnerCard({ runner }: { runner: Runner }) {
  const { t } = useTranslation('gitlab')
  const { state, problem, log, gitlabUrl, backend } = runner
  return (
    <Card withBorder component="section">
      <Stack gap="sm">
        <Group justify="space-between">
          <Group gap="sm">
            <Title order={2} size="h4">
              {t('runner')}
            </Title>
            <Badge
              variant="light"
              tt="none"
              color={colours[state]}
              data-testid="runner-state"
              data-state={state}
            >
              {t(`state.${state}`)}
            </Badge>
          </Group>
          {state !== 'removing' && <DeleteRunner />}
        </Group>
        <div role="status">
          <Text size="sm">{t(`state.${state}.text`)}</Text>
          {problem !== null && (
            <Text size="sm" fw={600} {...(state === 'failed' && { c: 'red.9' })}>
              {problem.title} – {problem.detail}
            </Text>
          )}
        </div>
        {log.length > 0 && (
          <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {log.join('\n')}
          </Code>
        )}
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {gitlabUrl}
          {backend !== null && ` · ${t('backend', { backend })}`}
        </Text>
      </Stack>
    </Card>
  )
}

function DeleteRunner() {
  const { t } = useTranslation('gitlab')
  const queries = useQueryClient()
  const notifyProblem = useNotifyProblem()
  const [asked, setAsked] = useState(false)
  const remove = useMutation({
    mutationFn: () => client.deleteRunner(),
    onError: notifyProblem,
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.runner }),
  })
  return (
    <>
      <Button
        variant="default"
        size="xs"
        loading={remove.isPending}
        onClick={() => setAsked(true)}
        data-testid="delete-runner"
      >
        {t('delete')}
      </Button>
      <ConfirmDialog
        opened={asked}
        title={t('delete.title')}
        text={t('delete.text')}
        action={t('delete')}
        onClose={() => setAsked(false)}
        onConfirm={() => remove.mutate()}
      />
    </>
  )
}
