import { Accordion, Badge, Button, Code, Group, Stack, Text, TextInput } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import type { Container } from '@berth/contract'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../../api/client.ts'
import { Problem } from '../../../ui/problem.tsx'
import { previewWords } from '../../shared/preview-words.ts'
import classes from '../../shared/containers.module.css'
import { useCapabilities } from '../../shared/unavailable.tsx'
import { plainText } from '../../../ui/log/ansi.ts'

/** Runs one command and shows its end: exit code and what it wrote. */
export function ExecPanel({ container }: { container: Container }) {
  const { t } = useTranslation('containers')
  if (useCapabilities(container)?.exec === false) return null
  return (
    <Accordion variant="contained" radius="md">
      <Accordion.Item value="exec">
        <Accordion.Control>{t('exec.title')}</Accordion.Control>
        <Accordion.Panel>
          <ExecForm container={container} />
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  )
}

function ExecForm({ container }: { container: Container }) {
  const { t } = useTranslation('containers')
  const [line, setLine] = useState('')
  const { words, open } = previewWords(line)
  const runnable = words.length > 0 && !open
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: (command: string[]) =>
      client.execContainer({ params: { id: container.id }, body: { command } }),
  })
  const run = () => {
    if (runnable) mutate([...words])
  }
  return (
    <Stack gap="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!isPending) run()
        }}
      >
        <Group align="flex-end">
          <TextInput
            label={t('exec.command')}
            description={t('exec.help')}
            placeholder="ls -la /"
            value={line}
            onChange={(event) => setLine(event.currentTarget.value)}
            error={open ? t('create.open-quote') : undefined}
            spellCheck={false}
            autoCapitalize="none"
            autoComplete="off"
            className={classes['mono'] ?? ''}
            style={{ flex: 1, minWidth: '14rem' }}
          />
          <Button
            type="submit"
            loading={isPending}
            disabled={!runnable}
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
          >
            {t('exec.run')}
          </Button>
        </Group>
      </form>
      {error !== null && <Problem error={error} />}
      {data && (
        <Stack gap="xs" data-testid="exec-result">
          <Badge color={data.exitCode === 0 ? 'green' : 'red'} variant="light" tt="none">
            {t('exec.exit-code', { code: data.exitCode })}
          </Badge>
          <Output name={t('exec.stdout')} text={data.stdout} />
          <Output name={t('exec.stderr')} text={data.stderr} />
          {data.stdout === '' && data.stderr === '' && <Text c="dimmed">{t('exec.silent')}</Text>}
        </Stack>
      )}
    </Stack>
  )
}

function Output({ name, text }: { name: string; text: string }) {
  if (text === '') return null
  return (
    <div>
      <Text size="sm" fw={600}>
        {name}
      </Text>
      <Code block className={classes['log'] ?? ''} tabIndex={0} aria-label={name}>
        {text.split('\n').map(plainText).join('\n')}
      </Code>
    </div>
  )
}
