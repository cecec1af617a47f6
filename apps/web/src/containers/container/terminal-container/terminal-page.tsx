import { ActionIcon, Button, Menu, Stack, Text, Tooltip, UnstyledButton } from '@mantine/core'
import { useFullscreenElement, useLocalStorage } from '@mantine/hooks'
import {
  IconAccessible,
  IconMaximize,
  IconMinimize,
  IconPlugConnected,
  IconPlus,
  IconTerminal2,
  IconX,
} from '@tabler/icons-react'
import type { Container } from '@berth/contract'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Available, useCapabilities } from '../../shared/unavailable.tsx'
import { ExecPanel } from '../exec-container/exec-panel.tsx'
import { useOpenContainer } from '../use-open-container.ts'
import type { RememberedTerminal } from './remembered-terminals.ts'
import { TerminalPane } from './terminal-pane.tsx'
import classes from './terminal.module.css'
import { useTerminals } from './use-terminals.ts'

/** Shells in the container, several as tabs, and one-shot commands. */
export function TerminalPage() {
  const container = useOpenContainer()
  if (container === undefined) return null
  return (
    <Stack>
      <Available container={container} capability="terminal" needs="running">
        <Terminals key={container.id} container={container} />
      </Available>
      {container.state === 'running' && <ExecPanel container={container} />}
    </Stack>
  )
}

function Terminals({ container }: { container: Container }) {
  const { t } = useTranslation('containers')
  const { terminals, active, open, close, activate, setSession } = useTerminals(container.id)
  const { ref, toggle, fullscreen } = useFullscreenElement()
  const [readOut, setReadOut] = useLocalStorage({
    key: 'berth.terminal-read-out',
    defaultValue: false,
    getInitialValueInEffect: false,
  })
  const ends = useRef(new Map<number, () => void>())
  const closeTab = (number: number) => {
    ends.current.get(number)?.()
    ends.current.delete(number)
    close(number)
  }
  return (
    <div ref={ref} className={classes['frame']}>
      <div className={classes['bar']}>
        <div className={classes['tabs']} role="group" aria-label={t('terminal.list')}>
          {terminals.map((terminal) => (
            <TerminalTab
              key={terminal.number}
              terminal={terminal}
              active={terminal.number === active}
              onActivate={() => activate(terminal.number)}
              onClose={() => closeTab(terminal.number)}
            />
          ))}
        </div>
        <OpenMenu container={container} onOpen={open} />
        <Tooltip label={t('terminal.read-out')}>
          <ActionIcon
            variant={readOut ? 'light' : 'subtle'}
            color={readOut ? 'blue' : 'gray'}
            aria-label={t('terminal.read-out')}
            aria-pressed={readOut}
            onClick={() => setReadOut(!readOut)}
          >
            <IconAccessible size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t(fullscreen ? 'terminal.leave-full' : 'terminal.full')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t(fullscreen ? 'terminal.leave-full' : 'terminal.full')}
            onClick={() => void toggle()}
          >
            {fullscreen ? <IconMinimize size={16} aria-hidden /> : <IconMaximize size={16} aria-hidden />}
          </ActionIcon>
        </Tooltip>
      </div>
      {terminals.map((terminal) => (
        <TerminalPane
          key={terminal.number}
          container={container.id}
          terminal={terminal}
          active={terminal.number === active}
          readOut={readOut}
          onSession={(session) => setSession(terminal.number, session)}
          onEnd={(end) => ends.current.set(terminal.number, end)}
        />
      ))}
      {terminals.length === 0 && (
        <Stack align="center" justify="center" flex={1} gap="sm">
          <Text c="dimmed">{t('terminal.none')}</Text>
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => open(false)}>
            {t('terminal.new')}
          </Button>
        </Stack>
      )}
    </div>
  )
}

function TerminalTab(props: {
  terminal: RememberedTerminal
  active: boolean
  onActivate: () => void
  onClose: () => void
}) {
  const { terminal, active, onActivate, onClose } = props
  const { t } = useTranslation('containers')
  const name = t(terminal.attach ? 'terminal.tab-attached' : 'terminal.tab', { number: terminal.number })
  return (
    <div className={classes['tab']} data-active={active || undefined}>
      <UnstyledButton px="xs" py={4} fz="sm" aria-pressed={active} onClick={onActivate}>
        {name}
      </UnstyledButton>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={t('terminal.close', { name })}
        onClick={onClose}
      >
        <IconX size={14} aria-hidden />
      </ActionIcon>
    </div>
  )
}

function OpenMenu({ container, onOpen }: { container: Container; onOpen: (attach: boolean) => void }) {
  const { t } = useTranslation('containers')
  const attach = useCapabilities(container)?.attach !== false
  return (
    <Menu position="bottom-end" width={320} withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button size="compact-sm" variant="default" leftSection={<IconPlus size={14} aria-hidden />}>
          {t('terminal.open')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconTerminal2 size={18} aria-hidden />} onClick={() => onOpen(false)}>
          <Text size="sm">{t('terminal.new')}</Text>
          <Text size="xs">{t('terminal.new-help')}</Text>
        </Menu.Item>
        <Menu.Item
          leftSection={<IconPlugConnected size={18} aria-hidden />}
          disabled={!attach}
          onClick={() => onOpen(true)}
        >
          <Text size="sm">{t('terminal.attach')}</Text>
          <Text size="xs">{t(attach ? 'terminal.attach-help' : 'terminal.attach-missing')}</Text>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
