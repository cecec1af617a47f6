import { Anchor, Group, Text } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import type { Container } from '@berth/contract'
import { useTranslation } from 'react-i18next'
import { safeUrl } from './container-state.ts'

/** The guest ports, each a link to where it is reached from outside. */
export function PortLinks({ container }: { container: Container }) {
  const { t } = useTranslation('containers')
  if (container.ports.length === 0)
    return (
      <Text size="sm" c="dimmed">
        –
      </Text>
    )
  return (
    <Group gap="xs">
      {container.ports.map((port) => {
        const url = container.state === 'running' ? safeUrl(port.url) : null
        return url === null ? (
          <Text key={port.guest} size="sm" c="dimmed">
            {port.guest}
          </Text>
        ) : (
          <Anchor
            key={port.guest}
            href={url}
            target="_blank"
            rel="noopener noreferrer"
            size="sm"
            aria-label={t('ports.open', { port: port.guest, url })}
            style={{ whiteSpace: 'nowrap' }}
          >
            {port.guest} <IconExternalLink size={13} aria-hidden style={{ verticalAlign: '-2px' }} />
          </Anchor>
        )
      })}
    </Group>
  )
}
