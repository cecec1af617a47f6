import { Badge } from '@mantine/core'
import {
  IconAlertTriangleFilled,
  IconClock,
  IconDownload,
  IconHourglass,
  IconLoader2,
  IconPlayerPlayFilled,
  IconPlayerStopFilled,
  IconTrash,
  type Icon,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Container } from '@berth/contract'
import { appearanceOf, isBusy, type Appearance } from './container-state.ts'
import classes from './containers.module.css'

const looks: Record<Appearance, { color: string; icon: Icon }> = {
  running: { color: 'green', icon: IconPlayerPlayFilled },
  stopped: { color: 'gray', icon: IconPlayerStopFilled },
  failed: { color: 'red', icon: IconAlertTriangleFilled },
  pulling: { color: 'blue', icon: IconDownload },
  creating: { color: 'blue', icon: IconLoader2 },
  starting: { color: 'blue', icon: IconLoader2 },
  stopping: { color: 'gray', icon: IconLoader2 },
  removing: { color: 'gray', icon: IconTrash },
  queued: { color: 'yellow', icon: IconHourglass },
  waiting: { color: 'yellow', icon: IconClock },
}

/** A container's state by colour, icon and word at once. */
export function StateBadge({ container, size = 'md' }: { container: Container; size?: 'md' | 'lg' }) {
  const { t } = useTranslation('containers')
  const appearance = appearanceOf(container)
  const { color, icon: StateIcon } = looks[appearance]
  return (
    <Badge
      className={classes['badge'] ?? ''}
      variant="light"
      color={color}
      size={size}
      tt="none"
      data-testid="container-state"
      data-state={container.state}
      data-busy={isBusy(container)}
      leftSection={
        <StateIcon
          size={12}
          aria-hidden
          className={StateIcon === IconLoader2 ? classes['spin'] : undefined}
        />
      }
    >
      {t(`state.${appearance}`)}
    </Badge>
  )
}
