import { Badge } from '@mantine/core'
import type { ImageBuild } from '@berth/contract'
import { useTranslation } from 'react-i18next'

const colours: Record<ImageBuild['state'], string> = {
  receiving: 'blue',
  building: 'blue',
  done: 'green',
  failed: 'red',
  cancelled: 'gray',
}

/** How a build stands, by colour and word. */
export function BuildState({ build }: { build: ImageBuild }) {
  const { t } = useTranslation('images')
  return (
    <Badge
      variant="light"
      tt="none"
      color={colours[build.state]}
      data-testid="build-state"
      data-state={build.state}
    >
      {t(`build.state.${build.state}`)}
    </Badge>
  )
}
