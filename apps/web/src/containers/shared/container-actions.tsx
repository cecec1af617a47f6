import { ActionIcon, Button, Group, Tooltip } from '@mantine/core'
import {
  IconPlayerPlay,
  IconPlayerStop,
  IconRefresh,
  IconTerminal2,
  IconTrash,
  IconX,
  type Icon,
} from '@tabler/icons-react'
import type { Container } from '@berth/contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmDelete } from './confirm-delete.tsx'
import { ConfirmFilesLoss } from './confirm-files-loss.tsx'
import { useBackends } from './container-queries.ts'
import { isBusy, possibleActions } from './container-state.ts'
import { ButtonLink, IconLink } from './links.tsx'
import { useContainerActions } from './use-container-actions.ts'

interface ActionButton {
  readonly name: 'start' | 'stop' | 'restart' | 'delete' | 'cancel'
  readonly icon: Icon
  readonly color: string
  readonly run: () => void
}

function useButtons(container: Container) {
  const { act } = useContainerActions(container)
  const [asking, setAsking] = useState<'stop' | 'restart' | 'delete' | null>(null)
  const close = () => setAsking(null)
  const kept = useFilesOutlastStop(container)
  const end = (action: 'stop' | 'restart') => (kept ? () => act(action) : () => setAsking(action))
  const possible = possibleActions(container)
  const neverRan = container.startedAt === undefined && isBusy(container)
  const buttons: (ActionButton | false)[] = [
    possible.start && { name: 'start', icon: IconPlayerPlay, color: 'green', run: () => act('start') },
    possible.stop && !neverRan && { name: 'stop', icon: IconPlayerStop, color: 'gray', run: end('stop') },
    possible.restart && { name: 'restart', icon: IconRefresh, color: 'gray', run: end('restart') },
    possible.remove && {
      name: neverRan ? 'cancel' : 'delete',
      icon: neverRan ? IconX : IconTrash,
      color: 'red',
      run: neverRan ? () => act('delete') : () => setAsking('delete'),
    },
  ]
  return {
    buttons: buttons.filter((button) => button !== false),
    enter: possible.enter,
    // Made only when asked for: a list has hundreds of rows.
    dialog:
      asking === 'delete' ? (
        <ConfirmDelete container={container} opened onClose={close} onConfirm={() => act('delete')} />
      ) : (
        asking !== null && (
          <ConfirmFilesLoss
            container={container}
            action={asking}
            onClose={close}
            onConfirm={() => act(asking)}
          />
        )
      ),
  }
}

/** Whether what is in it is still there after a stop: not so on every kind of backend. */
function useFilesOutlastStop(container: Container): boolean {
  const { data: backends } = useBackends()
  const backend = backends?.find(({ name }) => name === container.backend)
  return backend?.capabilities?.persistentFiles !== false
}

/** Small buttons with icons, for a row of the list. */
export function RowActions({ container }: { container: Container }) {
  const { t } = useTranslation('containers')
  const { buttons, enter, dialog } = useButtons(container)
  const label = (name: string) => t('action.of', { action: t(`action.${name}`), name: container.name })
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      {enter && (
        <Tooltip label={t('action.terminal')}>
          <IconLink
            to="/containers/$id/terminal"
            params={{ id: container.id }}
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={label('terminal')}
          >
            <IconTerminal2 size={18} aria-hidden />
          </IconLink>
        </Tooltip>
      )}
      {buttons.map(({ name, icon: ActionIconImage, color, run }) => (
        <Tooltip key={name} label={t(`action.${name}`)}>
          <ActionIcon variant="subtle" color={color} size="lg" aria-label={label(name)} onClick={run}>
            <ActionIconImage size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      ))}
      {dialog}
    </Group>
  )
}

/** Buttons with words, for the head of a container's own page. */
export function HeaderActions({ container }: { container: Container }) {
  const { t } = useTranslation('containers')
  const { buttons, enter, dialog } = useButtons(container)
  return (
    <Group gap="xs">
      {buttons
        .filter(({ name }) => name !== 'cancel')
        .map(({ name, icon: ActionIconImage, color, run }) => (
          <Button
            key={name}
            variant={name === 'start' ? 'filled' : name === 'delete' ? 'light' : 'default'}
            {...(color === 'red' ? { color } : {})}
            leftSection={<ActionIconImage size={16} aria-hidden />}
            onClick={run}
          >
            {t(`action.${name}`)}
          </Button>
        ))}
      {enter && (
        <ButtonLink
          to="/containers/$id/terminal"
          params={{ id: container.id }}
          visibleFrom="sm"
          leftSection={<IconTerminal2 size={16} aria-hidden />}
        >
          {t('action.terminal')}
        </ButtonLink>
      )}
      {dialog}
    </Group>
  )
}
