import { Button } from '@mantine/core'
import { IconLock, IconPlayerPlay, IconPlayerPause } from '@tabler/icons-react'
import type { Capabilities, Container } from '@berth/contract'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../ui/empty-state.tsx'
import { useBackends } from './container-queries.ts'
import { possibleActions } from './container-state.ts'
import { useContainerActions } from './use-container-actions.ts'

/** What the container's server can do; undefined while unknown: then everything is offered and the console judges. */
export function useCapabilities(container: Container): Capabilities | undefined {
  const { data } = useBackends()
  return data?.find((backend) => backend.name === container.backend)?.capabilities ?? undefined
}

/**
 * Shows its children where the server can do `capability` and the container is in a state for it (`needs`:
 * it must run, or must have been made); else why not, and what to do.
 */
export function Available(props: {
  container: Container
  capability: keyof Capabilities
  needs: 'running' | 'made'
  children: ReactNode
}) {
  const { container, capability, needs, children } = props
  const { t } = useTranslation('containers')
  const capabilities = useCapabilities(container)
  if (capabilities?.[capability] === false)
    return (
      <EmptyState
        icon={IconLock}
        title={t('unavailable.capability-title')}
        text={t(`unavailable.capability.${capability}`, { backend: container.backend ?? '' })}
      />
    )
  const made = container.startedAt !== undefined || container.state === 'running'
  if (needs === 'running' ? container.state !== 'running' : !made) return <NotRunning container={container} />
  return children
}

function NotRunning({ container }: { container: Container }) {
  const { t } = useTranslation('containers')
  const { act } = useContainerActions(container)
  const { start } = possibleActions(container)
  return (
    <EmptyState
      icon={IconPlayerPause}
      title={t('unavailable.stopped-title')}
      text={t(start ? 'unavailable.stopped-text' : 'unavailable.soon-text')}
    >
      {start && (
        <Button leftSection={<IconPlayerPlay size={16} aria-hidden />} onClick={() => act('start')}>
          {t('action.start')}
        </Button>
      )}
    </EmptyState>
  )
}
