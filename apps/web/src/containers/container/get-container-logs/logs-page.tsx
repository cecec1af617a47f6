import { Stack } from '@mantine/core'
import { useState } from 'react'
import { Available } from '../../shared/unavailable.tsx'
import { useOpenContainer } from '../use-open-container.ts'
import { initialView, type LogView } from '../../../ui/log/log-view.ts'
import { LogsPanel } from './logs-panel.tsx'

/** What the main process writes. */
export function LogsPage() {
  const container = useOpenContainer()
  const [view, setView] = useState<LogView>(initialView)
  if (container === undefined) return null
  const key = [container.id, container.startedAt ?? '', view.follow, view.tail].join(' ')
  return (
    <Available container={container} capability="logs" needs="made">
      <Stack>
        <LogsPanel key={key} container={container} view={view} onView={setView} />
      </Stack>
    </Available>
  )
}
