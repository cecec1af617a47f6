import { Alert, List } from '@mantine/core'
import { IconCloudOff } from '@tabler/icons-react'
import type { Backend, Container } from '@berth/contract'
import { useTranslation } from 'react-i18next'
import { formatTime } from '../../ui/format.ts'
import { useBackends } from './container-queries.ts'

/** Says which of the containers' servers do not answer at present, and of when is what the page shows of them. */
export function AwayNotice({ containers }: { containers: readonly Pick<Container, 'backend'>[] }) {
  const { t } = useTranslation()
  const { data: backends = [] } = useBackends()
  const away = backends.filter(
    ({ name, reachable }) => !reachable && containers.some(({ backend }) => backend === name),
  )
  if (away.length === 0) return null
  return (
    <Alert
      color="yellow"
      icon={<IconCloudOff size={20} aria-hidden />}
      title={t('away.title')}
      role="status"
      data-testid="away"
    >
      <List size="sm" listStyleType="none" spacing={2}>
        {away.map((backend) => (
          <List.Item key={backend.name}>
            <AwaySince backend={backend} />
          </List.Item>
        ))}
      </List>
      {t('away.text')}
    </Alert>
  )
}

function AwaySince({ backend: { name, lastSeenAt } }: { backend: Backend }) {
  const { t, i18n } = useTranslation()
  return lastSeenAt === undefined
    ? t('away.unseen', { backend: name })
    : t('away.since', { backend: name, time: formatTime(lastSeenAt, i18n.language) })
}
