import { AppShell, Badge, NavLink, Text } from '@mantine/core'
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
import { useQuery } from '@tanstack/react-query'
import { createLink } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { client } from '../api/client.ts'
import { keys } from '../api/query-keys.ts'
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
      rightSection={to === '/images' && <GoingImages />}
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

/** How many of one's own images the clean-up rules are going to delete. */
function GoingImages() {
  const { t } = useTranslation()
  const { data: images = [] } = useQuery({
    queryKey: keys.ownImages,
    queryFn: ({ signal }) => client.listImages({ query: { scope: 'mine' }, signal }),
  })
  const count = images.filter(({ going, removing }) => going !== null && !removing).length
  if (count === 0) return null
  const label = t('nav.going-images', { count })
  return (
    <Badge color="orange" circle title={label} aria-label={label} role="img" data-testid="going-images">
      {count}
    </Badge>
  )
}
