import { Accordion, List, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../api/use-session.ts'
import { CommandLine } from '../ui/command-line.tsx'
import { formatBytes } from '../ui/format.ts'
import { ErrorList } from './error-list.tsx'

/** `/help`: how to use Berth, in the page's language. */
export function HelpPage() {
  const { t } = useTranslation('help')
  const { memory, cpus, pids } = useSession().defaults.limits
  return (
    <Stack maw={760} gap="xl">
      <Title order={1} size="h2">
        {t('title')}
      </Title>
      <Section title={t('what.title')} text={t('what.text')} />
      <Section title={t('first.title')}>
        <List type="ordered" spacing="xs">
          {(['first.1', 'first.2', 'first.3', 'first.4'] as const).map((step) => (
            <List.Item key={step}>{t(step)}</List.Item>
          ))}
        </List>
      </Section>
      <Section title={t('env.title')} text={t('env.text')}>
        <CommandLine text={t('env.example')} />
      </Section>
      <Section title={t('terminal.title')} text={t('terminal.text')} />
      <Section title={t('files.title')} text={t('files.text')} />
      <Section
        title={t('limits.title')}
        text={t('limits.text', { memory: formatBytes(memory), cpus, pids })}
      />
      <Section title={t('network.title')} text={t('network.text')} />
      <Section title={t('cli.title')} text={t('cli.text')}>
        <CommandLine
          text={`berth login ${location.origin}\nberth run welcome --name web -p 8080\nberth exec web\nberth cp report.txt web:/root/\nberth --help`}
        />
      </Section>
      <Accordion variant="separated">
        <Accordion.Item value="errors">
          <Accordion.Control>{t('errors.title')}</Accordion.Control>
          <Accordion.Panel>
            <ErrorList />
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
    </Stack>
  )
}

function Section({ title, text, children }: { title: string; text?: string; children?: ReactNode }) {
  return (
    <Stack gap="xs" component="section">
      <Title order={2} size="h4">
        {title}
      </Title>
      {text !== undefined && <Text>{text}</Text>}
      {children}
    </Stack>
  )
}
