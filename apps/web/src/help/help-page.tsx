import { Anchor, Code, Grid, List, Stack, Table, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../api/use-session.ts'
import { ButtonLink } from '../containers/shared/links.tsx'
import { CliSetup } from '../ui/cli-setup.tsx'
import { CommandLine } from '../ui/command-line.tsx'
import { formatBytes } from '../ui/format.ts'
import { PageTitle } from '../ui/page-title.tsx'
import { ErrorList } from './error-list.tsx'
import classes from './help.module.css'
import { HelpSection } from './help-section.tsx'
import { topics } from './topics.ts'

/** `/help`: how to use Berth, in the page's language. */
export function HelpPage() {
  const { t } = useTranslation('help')
  return (
    <Stack>
      <PageTitle title={t('title')} lead={t('lead')} />
      <Grid gap="xl" className={classes['grid'] ?? ''}>
        <Grid.Col span={{ base: 12, md: 3 }} order={{ base: 1, md: 2 }}>
          <nav aria-label={t('contents')} className={classes['contents']}>
            <Text size="sm" fw={600} mb={4}>
              {t('contents')}
            </Text>
            <Stack gap={4}>
              {topics.map((topic) => (
                <Anchor key={topic} href={`#${topic}`} size="sm">
                  {t(`${topic}.title`)}
                </Anchor>
              ))}
            </Stack>
          </nav>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 9 }} order={{ base: 2, md: 1 }}>
          <Stack gap="xl">
            <Beginning />
            <Working />
            <Knowing />
          </Stack>
        </Grid.Col>
      </Grid>
    </Stack>
  )
}

function Beginning() {
  const { t } = useTranslation('help')
  return (
    <>
      <HelpSection topic="what" />
      <HelpSection topic="first">
        <List type="ordered" spacing="xs">
          {(['first.1', 'first.2', 'first.3', 'first.4', 'first.5'] as const).map((step) => (
            <List.Item key={step}>{t(step)}</List.Item>
          ))}
        </List>
        <div>
          <ButtonLink to="/containers/new" leftSection={<IconPlus size={16} aria-hidden />}>
            {t('first.do')}
          </ButtonLink>
        </div>
      </HelpSection>
      <HelpSection topic="env">
        <CommandLine text={t('env.example')} />
      </HelpSection>
      <HelpSection topic="ports" />
    </>
  )
}

function Working() {
  const { t } = useTranslation('help')
  const { defaults } = useSession()
  const { memory, cpus, pids } = defaults.limits
  return (
    <>
      <HelpSection topic="terminal">
        <Table withTableBorder aria-label={t('terminal.title')} className={classes['keys'] ?? ''}>
          <Table.Tbody>
            {(['copy', 'paste', 'interrupt', 'end'] as const).map((what) => (
              <Table.Tr key={what}>
                <Table.Th scope="row">{t(`terminal.${what}`)}</Table.Th>
                <Table.Td>
                  <Code>{t(`terminal.${what}.keys`)}</Code>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <Text>{t('terminal.reconnect')}</Text>
      </HelpSection>
      <HelpSection topic="files" />
      <HelpSection topic="network" />
      <HelpSection topic="limits" values={{ memory: formatBytes(memory), cpus, pids }}>
        {defaults.containers !== null && (
          <Text>{t('limits.containers', { containers: defaults.containers })}</Text>
        )}
      </HelpSection>
      <HelpSection topic="kept">
        <Table withTableBorder aria-label={t('kept.title')}>
          <Table.Tbody>
            {(['stop', 'restart', 'delete', 'logout', 'account'] as const).map((deed) => (
              <Table.Tr key={deed}>
                <Table.Th scope="row">{t(`kept.${deed}`)}</Table.Th>
                <Table.Td>{t(`kept.${deed}.text`)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </HelpSection>
    </>
  )
}

function Knowing() {
  const { t } = useTranslation('help')
  return (
    <>
      <HelpSection topic="cli">
        <CliSetup />
      </HelpSection>
      <HelpSection topic="trouble">
        <List spacing="xs">
          {(['queue', 'pull', 'ended', 'memory', 'port', 'lost'] as const).map((what) => (
            <List.Item key={what}>
              <b>{t(`trouble.${what}`)}</b> {t(`trouble.${what}.text`)}
            </List.Item>
          ))}
        </List>
      </HelpSection>
      <HelpSection topic="errors">
        <ErrorList />
      </HelpSection>
    </>
  )
}
