import { Alert, AppShell, Stack } from '@mantine/core'
import type { Session } from '@berth/contract'
import { useDisclosure } from '@mantine/hooks'
import { IconPlugConnectedX } from '@tabler/icons-react'
import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { sessionQuery } from '../api/use-session.ts'
import { useEvents } from '../api/use-events.ts'
import { Header } from './header.tsx'
import { Navigation } from './navigation.tsx'
import { useIsLoggingOut } from './use-log-out.ts'
import { useMoveFocus } from './use-move-focus.ts'
import { Warnings } from './warnings.tsx'

/** Every page for those who are logged in. A session that ended, here or elsewhere, leads back to the login. */
export function Layout() {
  const { data } = useQuery(sessionQuery)
  const navigate = useNavigate()
  const leaving = useIsLoggingOut()
  const href = useRouterState({ select: (state) => state.location.href })
  useEffect(() => {
    if (data === null && !leaving) void navigate({ to: '/login', search: { to: href, expired: true } })
  }, [data, href, leaving, navigate])
  return data ? <Frame session={data} /> : null
}

function Frame({ session }: { session: Session }) {
  const { t } = useTranslation()
  const [opened, { toggle, close }] = useDisclosure()
  const connected = useEvents(session)
  const path = useRouterState({ select: (state) => state.location.pathname })
  useEffect(close, [path, close])
  useMoveFocus(path, 'content')
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding={{ base: 'md', sm: 'lg' }}
    >
      <a className="skip" href="#content">
        {t('skip')}
      </a>
      <Header opened={opened} onToggle={toggle} session={session} />
      <Navigation administrator={session.role === 'administrator'} />
      <AppShell.Main id="content" className="page" tabIndex={-1}>
        <Stack maw={1200} mx="auto">
          <Warnings session={session} />
          <Outlet />
        </Stack>
      </AppShell.Main>
      {!connected && (
        <Alert
          className="reconnecting"
          color="yellow"
          py="xs"
          icon={<IconPlugConnectedX aria-hidden />}
          role="status"
          data-testid="reconnecting"
        >
          {t('reconnecting')}
        </Alert>
      )}
    </AppShell>
  )
}
