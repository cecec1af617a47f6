import {
  ActionIcon,
  Anchor,
  Code,
  CopyButton,
  Group,
  Paper,
  SimpleGrid,
  Stack,
  Text,
  Title,
  Tooltip,
} from '@mantine/core'
import { IconCheck, IconCopy, IconExternalLink } from '@tabler/icons-react'
import type { Container } from '@berth/contract'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { safeUrl } from '../../shared/container-state.ts'
import classes from '../../shared/containers.module.css'
import { SingularityButton } from '../../../images/singularity/singularity-button.tsx'
import { formatBytes, formatTime } from '../../../ui/format.ts'
import { useOpenContainer } from '../use-open-container.ts'
import { PullProgress } from './pull-progress.tsx'
import { ReasonNotice } from './reason-notice.tsx'

/** The overview: what goes on, why it failed, where it is reached, and what it was made with. */
export function OverviewPage() {
  const container = useOpenContainer()
  if (container === undefined) return null
  return (
    <Stack>
      <PullProgress container={container} />
      <ReasonNotice container={container} />
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Stack>
          <Ports container={container} />
          <Environments container={container} />
        </Stack>
        <div>
          <Facts container={container} />
          <Group mt="sm">
            <SingularityButton image={{ name: container.image, reference: container.image }} />
          </Group>
        </div>
      </SimpleGrid>
    </Stack>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Paper withBorder p="md" radius="md" component="section" aria-label={title}>
      <Title order={2} size="h4" mb="sm">
        {title}
      </Title>
      {children}
    </Paper>
  )
}

function Ports({ container }: { container: Container }) {
  const { t } = useTranslation('containers')
  return (
    <Section title={t('overview.ports')}>
      {container.ports.length === 0 ? (
        <Text c="dimmed" size="sm">
          {t('overview.no-ports')}
        </Text>
      ) : (
        <Stack gap="xs">
          {container.ports.map(({ guest, url }) => {
            const address = container.state === 'running' ? safeUrl(url) : null
            return (
              <Group key={guest} gap="xs" wrap="nowrap">
                <Code>{guest}</Code>
                {address === null ? (
                  <Text size="sm" c="dimmed">
                    {t('overview.port-later')}
                  </Text>
                ) : (
                  <>
                    <Anchor
                      href={address}
                      target="_blank"
                      rel="noopener noreferrer"
                      size="sm"
                      className={classes['breakable'] ?? ''}
                      data-testid={`port-${guest}`}
                    >
                      {address} <IconExternalLink size={13} aria-hidden style={{ verticalAlign: '-2px' }} />
                    </Anchor>
                    <Copy value={address} label={t('overview.copy-port', { port: guest })} />
                  </>
                )}
              </Group>
            )
          })}
          <Text size="xs" c="dimmed">
            {t('overview.ports-help')}
          </Text>
        </Stack>
      )}
    </Section>
  )
}

function Copy({ value, label }: { value: string; label: string }) {
  const { t } = useTranslation('containers')
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? t('overview.copied') : label}>
          <ActionIcon variant="subtle" color={copied ? 'green' : 'gray'} onClick={copy} aria-label={label}>
            {copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  )
}

function Facts({ container }: { container: Container }) {
  const { t, i18n } = useTranslation('containers')
  const { limits, command } = container
  const time = (iso: string | undefined) => (iso === undefined ? '–' : formatTime(iso, i18n.language))
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t('overview.image'), container.image],
    [t('overview.command'), command === undefined ? t('overview.command-own') : command.join(' ')],
    [t('overview.backend'), container.backend ?? t('overview.backend-none')],
    [t('limit.memory'), formatBytes(limits.memory)],
    [t('limit.cpus'), limits.cpus],
    [t('limit.pids'), limits.pids],
    ...(limits.gpus > 0 ? [[t('limit.gpus'), limits.gpus] as const] : []),
    [t('overview.created'), time(container.createdAt)],
    [t('overview.started'), time(container.startedAt)],
    ...(container.finishedAt === undefined
      ? []
      : [[t('overview.finished'), time(container.finishedAt)] as const]),
    ...(container.exitCode === undefined ? [] : [[t('overview.exit-code'), container.exitCode] as const]),
  ]
  return (
    <Section title={t('overview.facts')}>
      <dl className={classes['facts'] ?? ''}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}

function Environments({ container }: { container: Container }) {
  const { t } = useTranslation('containers')
  if (container.environments === undefined || container.environments.length === 0) return null
  return (
    <Section title={t('overview.environments')}>
      <dl className={classes['facts'] ?? ''} data-mono>
        {container.environments.map((entry) => {
          const at = entry.indexOf('=')
          return (
            <div key={entry}>
              <dt>{entry.slice(0, at)}</dt>
              <dd>{entry.slice(at + 1)}</dd>
            </div>
          )
        })}
      </dl>
    </Section>
  )
}
