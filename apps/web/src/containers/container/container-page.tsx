import { Alert, Group, Skeleton, Stack, Tabs, Title, VisuallyHidden } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import {
  IconBoxOff,
  IconChartLine,
  IconEye,
  IconFiles,
  IconFileText,
  IconInfoCircle,
  IconTerminal2,
} from '@tabler/icons-react'
import { BerthError, type Container } from '@berth/contract'
import { Navigate, Outlet, useLocation, useNavigate, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../api/use-session.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Problem } from '../../ui/problem.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { AwayNotice } from '../shared/away-notice.tsx'
import { HeaderActions } from '../shared/container-actions.tsx'
import { useContainer } from '../shared/container-queries.ts'
import classes from '../shared/containers.module.css'
import { AnchorLink, ButtonLink } from '../shared/links.tsx'
import { StateBadge } from '../shared/state-badge.tsx'

const tabs = [
  { name: 'overview', to: '/containers/$id', icon: IconInfoCircle },
  { name: 'terminal', to: '/containers/$id/terminal', icon: IconTerminal2 },
  { name: 'logs', to: '/containers/$id/logs', icon: IconFileText },
  { name: 'files', to: '/containers/$id/files', icon: IconFiles },
  { name: 'usage', to: '/containers/$id/usage', icon: IconChartLine },
] as const

/** `/containers/$id`: one container's head and tabs, each tab with its own address. */
export function ContainerPage() {
  const { t } = useTranslation('containers')
  const { id = '' } = useParams({ strict: false })
  const { data: container, error, refetch } = useContainer(id)
  const gone = error instanceof BerthError && error.code === 'not-found'
  if (gone && container !== undefined) return <Navigate to="/containers" replace />
  if (gone) return <Gone />
  if (container === undefined)
    return error === null ? (
      <Skeleton height={240} role="status" aria-label={t('list.loading')} />
    ) : (
      <Problem error={error} onRetry={() => void refetch()} />
    )
  return (
    <Stack>
      <Header container={container} />
      <AwayNotice containers={[container]} />
      <PageTabs id={id} name={container.name} />
    </Stack>
  )
}

function Gone() {
  const { t } = useTranslation('containers')
  return (
    <>
      <VisuallyHidden component="h1">{t('container.gone')}</VisuallyHidden>
      <EmptyState icon={IconBoxOff} title={t('container.gone')} text={t('container.gone-text')}>
        <ButtonLink to="/containers">{t('create.back')}</ButtonLink>
      </EmptyState>
    </>
  )
}

function Header({ container }: { container: Container }) {
  const { t } = useTranslation('containers')
  const session = useSession()
  return (
    <>
      <Stack gap={4}>
        <AnchorLink to="/containers" size="sm" w="fit-content">
          ← {t('list.title')}
        </AnchorLink>
        <Group justify="space-between">
          <Group gap="sm">
            <Title order={1} size="h2" className={classes['breakable'] ?? ''}>
              {container.name}
            </Title>
            <StateBadge container={container} size="lg" />
          </Group>
          <HeaderActions container={container} />
        </Group>
      </Stack>
      {session.account !== container.account && (
        <Alert color="yellow" icon={<IconEye size={18} aria-hidden />}>
          {t('container.not-yours', { account: container.account })}
        </Alert>
      )}
    </>
  )
}

function PageTabs({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation('containers')
  const navigate = useNavigate()
  const wide = useMediaQuery('(min-width: 36em)', undefined, { getInitialValueInEffect: false })
  const last = useLocation().pathname.split('/').at(-1)
  const current = tabs.find((tab) => tab.name === last)?.name ?? 'overview'
  usePageTitle(`${name} · ${t(`tab.${current}`)}`)
  return (
    <Tabs
      value={current}
      keepMounted={false}
      onChange={(value) => {
        const tab = tabs.find((one) => one.name === value)
        if (tab !== undefined) void navigate({ to: tab.to, params: { id }, search: {} })
      }}
    >
      <Tabs.List className={classes['tabs'] ?? ''}>
        {tabs.map(({ name: tab, icon: TabIcon }) => (
          <Tabs.Tab
            key={tab}
            value={tab}
            leftSection={wide && <TabIcon size={16} aria-hidden />}
            px={wide ? 'md' : 'sm'}
          >
            {t(`tab.${tab}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={current} pt="md">
        <Outlet />
      </Tabs.Panel>
    </Tabs>
  )
}
