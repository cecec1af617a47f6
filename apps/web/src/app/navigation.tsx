import { AppShell, NavLink, Text } from '@mantine/core'
import {
  IconBox,
  IconRecycle,
  IconCloudComputing,
  IconHelpCircle,
  IconListDetails,
  IconPhoto,
  IconReportSearch,
  IconServer2,
  IconUsers,
  type Icon,
} from '@tabler/icons-react'
import { createLink } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useBackends } from '../containers/shared/container-queries.ts'

const Item = createLink(NavLink<'a'>)

const pages = [
  { to: '/containers', label: 'nav.containers', icon: IconBox },
  { to: '/images', label: 'nav.images', icon: IconPhoto },
  { to: '/kubernetes', label: 'nav.kubernetes', icon: IconCloudComputing },
  { to: '/help', label: 'nav.help', icon: IconHelpCircle },
] as const
const administration = [
  { to: '/administration/containers', label: 'nav.all-containers', icon: IconListDetails },
  { to: '/administration/accounts', label: 'nav.accounts', icon: IconUsers },
  { to: '/administration/backends', label: 'nav.backends', icon: IconServer2 },
  { to: '/administration/clean-up', label: 'nav.clean-up', icon: IconRecycle },
  { to: '/administration/audit', label: 'nav.audit', icon: IconReportSearch },
] as const

export function Navigation({ administrator }: { administrator: boolean }) {
  const { t } = useTranslation()
  const { data: backends } = useBackends()
  const credentials = backends?.some(({ capabilities }) => capabilities?.credentials === true) === true
  const item = ({
    to,
    label,
    icon: ItemIcon,
  }: {
    to: (typeof pages | typeof administration)[number]['to']
    label: string
    icon: Icon
  }) => (
    <Item
      key={to}
      to={to}
      label={t(label)}
      leftSection={<ItemIcon size={20} stroke={1.6} aria-hidden />}
      activeProps={{ active: true, 'aria-current': 'page' }}
      style={{ borderRadius: 8 }}
    />
  )
  return (
    <AppShell.Navbar p="sm" aria-label={t('menu')}>
      {pages.filter(({ to }) => to !== '/kubernetes' || credentials).map(item)}
      {administrator && (
        <>
          <Text size="xs" c="dimmed" fw={600} px="sm" pt="lg" pb={4}>
            {t('nav.administration')}
          </Text>
          {administration.map(item)}
        </>
      )}
    </AppShell.Navbar>
  )
}
