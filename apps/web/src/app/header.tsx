import {
  ActionIcon,
  AppShell,
  Burger,
  Group,
  Menu,
  SegmentedControl,
  Text,
  useMantineColorScheme,
} from '@mantine/core'
import {
  IconAnchor,
  IconDeviceDesktop,
  IconKey,
  IconLock,
  IconLogout,
  IconMoon,
  IconPassword,
  IconSun,
  IconUserCircle,
} from '@tabler/icons-react'
import type { Session } from '@berth/contract'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { MenuLink } from '../containers/shared/links.tsx'
import { LanguageSwitch } from './language-switch.tsx'
import { useLogOut } from './use-log-out.ts'

export function Header(props: { opened: boolean; onToggle: () => void; session: Session }) {
  const { t } = useTranslation()
  return (
    <AppShell.Header className="header" px="md">
      <Group h="100%" justify="space-between" wrap="nowrap">
        <Group wrap="nowrap" gap="sm">
          <Burger
            opened={props.opened}
            onClick={props.onToggle}
            hiddenFrom="sm"
            size="sm"
            color="#fff"
            aria-label={t('menu')}
          />
          <Link to="/containers" className="brand">
            <IconAnchor aria-hidden size={24} /> Berth
          </Link>
        </Group>
        <Group wrap="nowrap" gap="xs">
          <LanguageSwitch />
          <AccountMenu session={props.session} />
        </Group>
      </Group>
    </AppShell.Header>
  )
}

function AccountMenu({ session }: { session: Session }) {
  const { t } = useTranslation()
  const logOut = useLogOut()
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <ActionIcon
          variant="transparent"
          c="#fff"
          size="lg"
          aria-label={`${t('account-menu')}: ${session.account}`}
          data-testid="account-menu"
        >
          <IconUserCircle size={26} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text fw={600} size="sm" c="var(--mantine-color-text)">
            {session.displayName || session.account}
          </Text>
          <Text size="xs">
            {session.account} · {t(`role.${session.role}`)}
          </Text>
        </Menu.Label>
        <ColourScheme />
        <Menu.Divider />
        <MenuLink to="/account/tokens" leftSection={<IconKey size={16} aria-hidden />}>
          {t('account-menu.tokens')}
        </MenuLink>
        <MenuLink to="/account/registries" leftSection={<IconLock size={16} aria-hidden />}>
          {t('account-menu.registries')}
        </MenuLink>
        {session.source === 'local' && (
          <MenuLink to="/account/password" leftSection={<IconPassword size={16} aria-hidden />}>
            {t('account-menu.password')}
          </MenuLink>
        )}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={logOut} data-testid="log-out">
          {t('log-out')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function ColourScheme() {
  const { t } = useTranslation()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <SegmentedControl
      fullWidth
      size="xs"
      value={colorScheme}
      onChange={(value) => setColorScheme(value)}
      aria-label={t('colour-scheme')}
      data={[
        { value: 'light', label: <IconSun size={16} role="img" aria-label={t('colour.light')} /> },
        { value: 'dark', label: <IconMoon size={16} role="img" aria-label={t('colour.dark')} /> },
        { value: 'auto', label: <IconDeviceDesktop size={16} role="img" aria-label={t('colour.auto')} /> },
      ]}
    />
  )
}
